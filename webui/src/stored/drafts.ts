/** What was typed, what waits for its turn, and what was sent but not yet acknowledged; all survive a reload. */
import type { Attachment, StoredFile } from "../api/types";
import { read, write } from "./storage";

export const newChat = "new";

const kinds = ["draft", "unsent", "queued", "attached"] as const;
type Kind = (typeof kinds)[number];
const keyOf = (kind: Kind, conversation: string) => `parley:${kind}:${conversation}`;

export const readDraft = (conversation: string) => read(keyOf("draft", conversation)) ?? "";
export const writeDraft = (conversation: string, text: string) => write(keyOf("draft", conversation), text);

/** Files that have arrived and go along with the draft. */
export const readAttached = (conversation: string) => parsed<StoredFile[]>(read(keyOf("attached", conversation))) ?? [];
export const writeAttached = (conversation: string, files: StoredFile[]) => write(keyOf("attached", conversation), files.length > 0 ? JSON.stringify(files) : null);

export type Unsent = { key: string; text: string; parentId: string | null; model: string | null; files?: Attachment[] };
/** A message that waits for its turn. Earlier versions kept its words alone. */
export type Waiting = { text: string; files: Attachment[] };

export const readUnsent = (conversation: string) => parsed<Unsent>(read(keyOf("unsent", conversation)));
export const writeUnsent = (conversation: string, unsent: Unsent | null) => write(keyOf("unsent", conversation), unsent && JSON.stringify(unsent));

export const readQueued = (conversation: string): Waiting[] =>
  (parsed<(string | Waiting)[]>(read(keyOf("queued", conversation))) ?? []).map((each) => (typeof each === "string" ? { text: each, files: [] } : each));
export const writeQueued = (conversation: string, waiting: Waiting[]) => write(keyOf("queued", conversation), waiting.length > 0 ? JSON.stringify(waiting) : null);

function parsed<Stored>(stored: string | null): Stored | null {
  if (!stored) return null;
  try {
    return JSON.parse(stored) as Stored;
  } catch {
    return null;
  }
}

export function forget(conversation: string): void {
  for (const kind of kinds) write(keyOf(kind, conversation), null);
}

/** Drafts and searches are private: they leave with the person. */
export function forgetAll(): void {
  for (const name of ["searches", "unread", "answering"]) write(`parley:${name}`, null);
  try {
    for (const key of Object.keys(localStorage)) {
      if (kinds.some((kind) => key.startsWith(keyOf(kind, "")))) localStorage.removeItem(key);
    }
  } catch {
    // No storage, nothing to forget.
  }
}
