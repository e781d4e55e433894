import { RotateCw, X } from "lucide-react";
import { FileIcon } from "../files/file-icon";
import { Thumbnail } from "../files/picture";
import { bytes } from "../files/sizes";
import { known, t } from "../languages/speaking";
import { IconButton } from "../ui/button";
import { canRetry, detach, retry, type Attached } from "./attachments";

export function Tiles({ draft, attached }: { draft: string; attached: readonly Attached[] }) {
  if (attached.length === 0) return null;
  return (
    <ul aria-label={t("Attached files")} className="flex max-h-48 flex-wrap gap-2 overflow-y-auto px-1 pt-1 pb-2">
      {attached.map((each) => <Tile key={each.key} draft={draft} attached={each} />)}
    </ul>
  );
}

function Tile({ draft, attached }: { draft: string; attached: Attached }) {
  const { name, size, file, problem, preview } = attached;
  return (
    <li className={`flex w-full min-w-0 items-center gap-2.5 rounded-card border bg-surface-1 py-1 ps-1.5 pe-1 sm:w-60 ${problem ? "border-danger" : "border-border"}`}>
      <span className="relative grid size-10 shrink-0 place-items-center overflow-hidden rounded-control bg-surface-2 text-text-2">
        {preview ? <img src={preview} alt="" className="size-full object-cover" /> : file?.kind === "picture" ? <Thumbnail id={file.id} className="size-full object-cover" /> : <FileIcon name={name} kind={file?.kind} className="size-5" />}
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm" title={name}>{name}</span>
        <span className={`block text-xs ${problem ? "text-danger" : "truncate text-text-3"}`}>{problem ?? told(attached)}</span>
      </span>
      {file || problem ? null : <Ring share={size > 0 ? attached.received / size : 0} name={name} />}
      {problem && canRetry(attached) ? <IconButton label={t("Retry {name}", { name })} onClick={() => retry(draft, attached)}><RotateCw aria-hidden className="size-4" /></IconButton> : null}
      <IconButton label={file || problem ? t("Remove {name}", { name }) : t("Cancel {name}", { name })} onClick={() => detach(draft, attached)}><X aria-hidden className="size-4" /></IconButton>
    </li>
  );
}

function told({ file, received, size }: Attached): string {
  if (file) return file.problem ? `${bytes(size)} · ${t("not readable: {problem}", { problem: known(file.problem) })}` : file.kind === "other" ? `${bytes(size)} · ${t("not readable by models")}` : bytes(size);
  return received >= size ? t("Reading…") : t("{part} of {whole}", { part: bytes(received), whole: bytes(size) });
}

const around = 2 * Math.PI * 8;

function Ring({ share, name }: { share: number; name: string }) {
  return (
    <svg role="progressbar" aria-label={t("Upload of {name}", { name })} aria-valuenow={Math.round(share * 100)} aria-valuemin={0} aria-valuemax={100} viewBox="0 0 20 20" className={`size-5 shrink-0 -rotate-90 ${share >= 1 ? "turning" : ""}`}>
      <circle cx="10" cy="10" r="8" fill="none" strokeWidth="2.5" className="stroke-border" />
      <circle cx="10" cy="10" r="8" fill="none" strokeWidth="2.5" strokeLinecap="round" strokeDasharray={around} strokeDashoffset={around * (1 - Math.min(0.95, Math.max(0.05, share)))} className="stroke-accent" />
    </svg>
  );
}
