import { ChevronLeft, ChevronRight, Download, X } from "lucide-react";
import { useState } from "react";
import type { Attachment } from "../api/types";
import { t } from "../languages/speaking";
import { IconButton } from "../ui/button";
import { stepOf } from "../ui/reading";
import { Sheet } from "../ui/sheet";
import { save } from "./files-shown";
import { usePicture } from "./picture";

type Props = { files: readonly Attachment[]; shown: Attachment; onShow: (file: Attachment) => void; onClose: () => void };

export function Lightbox({ files, shown, onShow, onClose }: Props) {
  const [whole, setWhole] = useState(false);
  const address = usePicture(shown.file_id, "content");
  const at = files.findIndex((file) => file.file_id === shown.file_id);
  const turn = (by: number) => {
    const next = files[at + by];
    if (next) onShow(next);
    setWhole(false);
  };
  return (
    <Sheet label={shown.name} onClose={onClose} className="enter m-0 h-dvh max-h-none w-screen max-w-none bg-bg p-0">
      <div
        className="flex h-full flex-col"
        onKeyDown={(event) => {
          const step = stepOf(event);
          if (step !== 0) turn(step);
        }}
      >
        <div className="flex h-12 shrink-0 items-center gap-1 px-2 md:px-3">
          <h2 className="min-w-0 flex-1 truncate ps-1 font-medium">{shown.name}</h2>
          {files.length > 1 ? (
            <>
              <IconButton label={t("Previous picture")} disabled={at === 0} onClick={() => turn(-1)}><ChevronLeft aria-hidden className="size-5 rtl:-scale-x-100" /></IconButton>
              <span className="text-sm text-text-2 tabular-nums">{at + 1} / {files.length}</span>
              <IconButton label={t("Next picture")} disabled={at === files.length - 1} onClick={() => turn(1)}><ChevronRight aria-hidden className="size-5 rtl:-scale-x-100" /></IconButton>
            </>
          ) : null}
          <IconButton label={t("Save picture")} onClick={() => void save(shown.file_id)}><Download aria-hidden className="size-5" /></IconButton>
          <IconButton label={t("Close")} onClick={onClose}><X aria-hidden className="size-5" /></IconButton>
        </div>
        <div data-lightbox className={`grid min-h-0 flex-1 place-items-center ${whole ? "overflow-auto" : "overflow-hidden"}`} tabIndex={0} role="group" aria-label={t("Picture")}>
          {address === "gone" ? <p className="p-6 text-text-2">{t("This picture was deleted.")}</p> : null}
          {address && address !== "gone" ? (
            <button type="button" aria-pressed={whole} aria-label={whole ? t("Fit to the window") : t("Show at its own size")} onClick={() => setWhole(!whole)} className={whole ? "cursor-zoom-out" : "grid size-full min-h-0 cursor-zoom-in place-items-center p-2"}>
              <img src={address} alt={shown.name} className={whole ? "max-w-none" : "max-h-full max-w-full object-contain"} />
            </button>
          ) : null}
        </div>
      </div>
    </Sheet>
  );
}
