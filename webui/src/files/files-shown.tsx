/** Files of a message: pictures to look at, chips of the others to take away. */
import { Download } from "lucide-react";
import { lazy, Suspense, useRef, useState } from "react";
import { download } from "../api/download";
import { because } from "../api/problem";
import type { Attachment } from "../api/types";
import { t } from "../languages/speaking";
import { notify } from "../ui/notices";
import { FileIcon } from "./file-icon";
import { Thumbnail } from "./picture";
import { bytes } from "./sizes";

const Lightbox = lazy(() => import("./lightbox").then((module) => ({ default: module.Lightbox })));

export const save = (id: string) =>
  download(`/api/files/${encodeURIComponent(id)}/content`).catch((error: unknown) => notify(because(t("The file was not saved."), error)));

export function FilesShown({ files, end = false }: { files: readonly Attachment[]; end?: boolean }) {
  const [shown, setShown] = useState<Attachment | null>(null);
  const opener = useRef<HTMLButtonElement>(null);
  if (files.length === 0) return null;
  const pictures = files.filter((file) => file.kind === "picture");
  const others = files.filter((file) => file.kind !== "picture");
  return (
    <div className={`flex flex-col gap-2 ${end ? "items-end" : "items-start"}`}>
      {pictures.length > 0 ? (
        <ul aria-label={t("Pictures")} className={`flex flex-wrap gap-2 ${end ? "justify-end" : ""}`}>
          {pictures.map((file) => (
            <li key={file.file_id}>
              <button
                type="button"
                aria-label={t("Look at {name}", { name: file.name })}
                title={file.name}
                onClick={(event) => { opener.current = event.currentTarget; setShown(file); }}
                className="grid h-36 max-w-full place-items-center overflow-hidden rounded-card border border-border bg-surface-2 text-text-3"
                style={{ aspectRatio: ratio(file) }}
              >
                <Thumbnail id={file.file_id} className="size-full object-cover" />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {others.length > 0 ? (
        <ul aria-label={t("Files")} className={`flex max-w-full flex-wrap gap-2 ${end ? "justify-end" : ""}`}>
          {others.map((file) => (
            <li key={file.file_id} className="max-w-full">
              <button type="button" aria-label={t("Save {name}", { name: file.name })} title={file.name} onClick={() => void save(file.file_id)} className="group/chip flex min-h-12 w-60 max-w-full items-center gap-2.5 rounded-card border border-border bg-surface-1 px-2.5 text-start transition-colors duration-100 hover:bg-surface-2">
                <FileIcon name={file.name} kind={file.kind} className="size-5 shrink-0 text-text-2" />
                <span className="min-w-0 flex-1">
                  <span className="block truncate text-sm">{file.name}</span>
                  <span className="block text-xs text-text-3">{bytes(file.size)}</span>
                </span>
                <Download aria-hidden className="size-4 shrink-0 text-text-3" />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {shown ? <Suspense><Lightbox files={pictures} shown={shown} onShow={setShown} onClose={() => { setShown(null); opener.current?.focus(); }} /></Suspense> : null}
    </div>
  );
}

/** Its own shape, within what a thread can bear. */
const ratio = ({ width, height }: Attachment) => Math.min(1.9, Math.max(0.6, (width ?? 1) / (height ?? 1)));
