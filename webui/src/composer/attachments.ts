/** What goes along with a message that is being written: kept beside its draft, uploaded at once. */
import { atom, getDefaultStore, useAtomValue } from "jotai";
import { chat } from "../api/client";
import { Problem, sentenceOf } from "../api/problem";
import type { Attachment, FileLimits, StoredFile } from "../api/types";
import { bytes } from "../files/sizes";
import { pause, upload, type UploadDesk } from "../files/upload";
import { t } from "../languages/speaking";
import { readAttached, writeAttached } from "../stored/drafts";
import { say, sayAtOnce } from "../ui/notices";

export type Attached = {
  key: string;
  name: string;
  size: number;
  /** Null while it is on its way, or when it never arrived. */
  file: StoredFile | null;
  received: number;
  problem: string | null;
  /** Of a picture that was just chosen: an address of its own bytes. */
  preview: string | null;
};

export const desk: UploadDesk = { start: chat.startUpload, piece: chat.sendPiece, read: chat.file, finish: chat.finishUpload, pause };
const store = getDefaultStore();
const attachedAtom = atom<Readonly<Record<string, Attached[]>>>({});
const running = new Map<string, { data: Blob; cancel: AbortController; id: string | null }>();
const fresh = new Set<string>();
const none: Attached[] = [];
let last = 0;

const fromStore = (draft: string): Attached[] =>
  readAttached(draft).map((file) => ({ key: file.id, name: file.name, size: file.size, file, received: file.size, problem: null, preview: null }));

export const attachedTo = (draft: string): Attached[] => store.get(attachedAtom)[draft] ?? fromStore(draft);

const kept = new Map<string, Attached[]>();
export function useAttached(draft: string): Attached[] {
  const all = useAtomValue(attachedAtom);
  const known = all[draft];
  if (known) return known;
  // The same list each time, until something changes.
  if (!kept.has(draft)) kept.set(draft, fromStore(draft));
  return kept.get(draft) ?? none;
}

function keep(draft: string, list: Attached[]): void {
  kept.delete(draft);
  writeAttached(draft, list.flatMap((each) => (each.file ? [each.file] : [])));
  store.set(attachedAtom, (all) => ({ ...all, [draft]: list }));
}

function change(draft: string, key: string, next: Partial<Attached>): void {
  keep(draft, attachedTo(draft).map((each) => (each.key === key ? { ...each, ...next } : each)));
}

export function attach(draft: string, files: readonly File[], limits: FileLimits | undefined): void {
  const room = (limits?.attachments_max ?? 20) - attachedTo(draft).length;
  const taken = files.slice(0, room);
  const added = taken.map((data): Attached => {
    last += 1;
    const tooLarge = limits && data.size > limits.file_bytes_max ? t("Larger than {size}.", { size: bytes(limits.file_bytes_max) }) : null;
    const problem = data.size === 0 ? t("This file is empty.") : tooLarge;
    const pictured = !problem && /^image\/(png|jpeg|gif|webp)$/.test(data.type);
    return { key: `${Date.now()}-${last}`, name: data.name || "pasted", size: data.size, file: null, received: 0, problem, preview: pictured ? URL.createObjectURL(data) : null };
  });
  keep(draft, [...attachedTo(draft), ...added]);
  added.forEach((each, at) => { if (!each.problem) begin(draft, each, taken[at]!); });
  if (files.length > room) sayAtOnce(t("A message has at most {most} files; {rest} were left out.", { most: limits?.attachments_max ?? 20, rest: files.length - room }));
}

function begin(draft: string, attached: Attached, data: Blob): void {
  const cancel = new AbortController();
  const work = { data, cancel, id: null as string | null };
  running.set(attached.key, work);
  const onStarted = (id: string) => {
    work.id = id;
    if (cancel.signal.aborted) chat.removeFile(id).catch(() => {});
  };
  const onProgress = (received: number) => change(draft, attached.key, { received });
  upload(desk, { data, name: attached.name, key: `${sessionKey}-${attached.key}`, signal: cancel.signal, onStarted, onProgress }).then(
    (file) => {
      running.delete(attached.key);
      if (cancel.signal.aborted) return;
      fresh.add(file.id);
      change(draft, attached.key, { file, name: file.name, received: file.size });
      say(t("{name} is attached.", { name: file.name }));
    },
    (error: unknown) => {
      if (cancel.signal.aborted) return;
      const problem = error instanceof Problem ? sentenceOf(error) : t("It did not arrive.");
      change(draft, attached.key, { problem });
      sayAtOnce(`${attached.name}: ${problem}`);
    },
  );
}

/** Keys of one page must not meet those of another. */
const sessionKey = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export const canRetry = (attached: Attached) => running.has(attached.key);

export function retry(draft: string, attached: Attached): void {
  const work = running.get(attached.key);
  if (!work) return;
  change(draft, attached.key, { problem: null });
  begin(draft, attached, work.data);
}

/** Takes it off the message. What this page has just uploaded is removed too: no message has it yet. */
export function detach(draft: string, attached: Attached): void {
  const work = running.get(attached.key);
  work?.cancel.abort();
  if (work?.id) chat.removeFile(work.id).catch(() => {});
  running.delete(attached.key);
  if (attached.preview) URL.revokeObjectURL(attached.preview);
  if (attached.file && fresh.delete(attached.file.id)) chat.removeFile(attached.file.id).catch(() => {});
  keep(draft, attachedTo(draft).filter((each) => each.key !== attached.key));
}

/** The message goes: what is ready goes along, the tiles are cleared. */
export function takeAttached(draft: string): Attachment[] {
  const ready = attachedTo(draft).flatMap((each) => (each.file ? [asAttachment(each.file)] : []));
  for (const each of ready) fresh.delete(each.file_id);
  for (const each of attachedTo(draft)) if (each.preview) URL.revokeObjectURL(each.preview);
  keep(draft, []);
  return ready;
}

/** A message comes back to be changed: its files come along. */
export function giveBack(draft: string, files: readonly Attachment[]): void {
  const there = new Set(attachedTo(draft).map((each) => each.file?.id));
  const back = files.filter((file) => !there.has(file.file_id)).map((file): Attached => ({ key: file.file_id, name: file.name, size: file.size, file: asStored(file), received: file.size, problem: null, preview: null }));
  if (back.length > 0) keep(draft, [...attachedTo(draft), ...back]);
}

export const asAttachment = (file: StoredFile): Attachment => ({
  type: "file", file_id: file.id, name: file.name, media_type: file.media_type, kind: file.kind, size: file.size, width: file.width, height: file.height, text_length: file.text_length,
});

const asStored = (file: Attachment): StoredFile => ({
  id: file.file_id, name: file.name, media_type: file.media_type, kind: file.kind, size: file.size, width: file.width, height: file.height, text_length: file.text_length,
  received: file.size, state: "ready", problem: null, created_at: "",
});
