/** Files dragged anywhere over the page belong to the message that is being written. */
import { FileUp } from "lucide-react";
import { useEffect, useEffectEvent, useState } from "react";
import { createPortal } from "react-dom";
import type { FileLimits } from "../api/types";
import { bytes } from "../files/sizes";
import { t } from "../languages/speaking";

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;

export function DropArea({ limits, onFiles }: { limits: FileLimits | undefined; onFiles: (files: File[]) => void }) {
  const [over, setOver] = useState(false);
  const take = useEffectEvent((files: File[]) => onFiles(files));
  useEffect(() => {
    let depth = 0;
    const free = () => document.querySelector("dialog[open]") === null;
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event) || !free()) return;
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const move = (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0 && free()) take(files);
    };
    addEventListener("dragenter", enter);
    addEventListener("dragleave", leave);
    addEventListener("dragover", move);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragenter", enter);
      removeEventListener("dragleave", leave);
      removeEventListener("dragover", move);
      removeEventListener("drop", drop);
    };
  }, []);
  if (!over) return null;
  return createPortal(
    <div data-drop className="pointer-events-none fixed inset-2 z-30 grid place-items-center rounded-dialog border-2 border-dashed border-accent bg-bg/90">
      <div className="p-6 text-center">
        <FileUp aria-hidden className="mx-auto size-10 text-accent" />
        <p className="pt-4 text-lg font-semibold">{t("Drop to attach")}</p>
        <p className="pt-1 text-text-2">{limits ? t("Pictures, PDF, Word, Excel, PowerPoint, text and code, up to {size} each.", { size: bytes(limits.file_bytes_max) }) : t("Pictures, PDF, Word, Excel, PowerPoint, text and code.")}</p>
      </div>
    </div>,
    document.body,
  );
}
