/** Files behind a project or an agent, which its model may look into: chosen here, uploaded at once. */
import { FilePlus, X } from "lucide-react";
import { useRef, useState } from "react";
import { chat } from "../api/client";
import { Problem, sentenceOf } from "../api/problem";
import type { Attachment, StoredFile } from "../api/types";
import { asAttachment, desk } from "../composer/attachments";
import { t } from "../languages/speaking";
import { Button, IconButton } from "../ui/button";
import { say, sayAtOnce } from "../ui/notices";
import { FileIcon } from "./file-icon";
import { useFileLimits } from "./limits";
import { bytes } from "./sizes";
import { upload } from "./upload";

export const knowledgeMost = 50;

type Change = (files: Attachment[]) => Attachment[];
type Coming = { key: string; name: string; size: number; received: number; problem: string | null };

type Props = { files: readonly Attachment[]; empty: string; onChange: (change: Change) => void };

export function Knowledge({ files, empty, onChange }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const limits = useFileLimits();
  const [coming, setComing] = useState<Coming[]>([]);
  const alter = (key: string, next: Partial<Coming>) => setComing((all) => all.map((each) => (each.key === key ? { ...each, ...next } : each)));
  const drop = (key: string) => setComing((all) => all.filter((each) => each.key !== key));
  const arrived = (key: string, file: StoredFile) => {
    if (file.text_length === null) {
      chat.removeFile(file.id).catch(() => {});
      return alter(key, { problem: t("It has no text that a model could read.") });
    }
    drop(key);
    onChange((before) => [...before, asAttachment(file)]);
    say(t("{name} is added.", { name: file.name }));
  };
  const add = (chosen: File[]) => {
    const taken = chosen.slice(0, knowledgeMost - files.length - coming.length);
    if (taken.length < chosen.length) sayAtOnce(t("There are at most {most} files; {rest} were left out.", { most: knowledgeMost, rest: chosen.length - taken.length }));
    for (const data of taken) {
      const key = crypto.randomUUID();
      const tooLarge = limits !== undefined && data.size > limits.file_bytes_max;
      const problem = data.size === 0 ? t("This file is empty.") : tooLarge ? t("Larger than {size}.", { size: bytes(limits.file_bytes_max) }) : null;
      setComing((all) => [...all, { key, name: data.name, size: data.size, received: 0, problem }]);
      if (problem) continue;
      const onProgress = (received: number) => alter(key, { received });
      upload(desk, { data, name: data.name, key, signal: new AbortController().signal, onStarted: () => {}, onProgress }).then(
        (file) => arrived(key, file),
        (error: unknown) => alter(key, { problem: error instanceof Problem ? sentenceOf(error) : t("It did not arrive.") }),
      );
    }
  };
  return (
    <>
      {files.length + coming.length === 0 ? <p className="text-text-2">{empty}</p> : (
        <ul aria-label={t("Files")} className="grid gap-2 sm:grid-cols-2">
          {files.map((file) => (
            <Row key={file.file_id} name={file.name} kind={file.kind} told={bytes(file.size)} removing={t("Remove {name}", { name: file.name })} onRemove={() => onChange((before) => before.filter((each) => each.file_id !== file.file_id))} />
          ))}
          {coming.map((each) => <Row key={each.key} name={each.name} told={toldOf(each)} failed={each.problem !== null} removing={each.problem ? t("Dismiss {name}", { name: each.name }) : null} onRemove={() => drop(each.key)} />)}
        </ul>
      )}
      <Button look="ghost" onClick={() => input.current?.click()} disabled={files.length + coming.length >= knowledgeMost}><FilePlus aria-hidden className="size-4" />{t("Add files")}</Button>
      <input ref={input} type="file" multiple hidden data-knowledge onChange={(event) => { add([...(event.target.files ?? [])]); event.target.value = ""; }} />
    </>
  );
}

const toldOf = ({ problem, received, size }: Coming): string => problem ?? (received >= size ? t("Reading…") : t("{part} of {whole}", { part: bytes(received), whole: bytes(size) }));

type RowProps = { name: string; kind?: Attachment["kind"]; told: string; failed?: boolean; removing: string | null; onRemove: () => void };

function Row({ name, kind, told, failed = false, removing, onRemove }: RowProps) {
  return (
    <li className={`flex min-w-0 items-center gap-2.5 rounded-card border bg-surface-1 py-1 ps-3 pe-1 ${failed ? "border-danger" : "border-border"}`}>
      <FileIcon name={name} kind={kind} className="size-5 shrink-0 text-text-2" />
      <span className="min-w-0 flex-1">
        <span dir="auto" className="block truncate text-sm" title={name}>{name}</span>
        <span className={`block text-xs ${failed ? "text-danger" : "text-text-3"}`}>{told}</span>
      </span>
      {removing ? <IconButton label={removing} onClick={onRemove}><X aria-hidden className="size-4" /></IconButton> : null}
    </li>
  );
}
