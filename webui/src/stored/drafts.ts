/** What was typed, what waits for its turn, and what was sent but not yet acknowledged; all survive a reload. */
import { read, write } from "./storage";

export const newChat = "new";

const kinds = ["draft", "unsent", "queued"] as const;
type Kind = (typeof kinds)[number];
const keyOf = (kind: Kind, conversation: string) => `parley:${kind}:${conversation}`;

export const readDraft = (conversation: string) => read(keyOf("draft", conversation)) ?? "";
export const writeDraft = (conversation: string, text: string) => write(keyOf("draft", conversation), text);

export type Unsent = { key: string; text: string; parentId: string | null; model: string | null };

export const readUnsent = (conversation: string) => parsed<Unsent>(read(keyOf("unsent", conversation)));
export const writeUnsent = (conversation: string, unsent: Unsent | null) => write(keyOf("unsent", conversation), unsent && JSON.stringify(unsent));

export const readQueued = (conversation: string) => parsed<string[]>(read(keyOf("queued", conversation))) ?? [];
export const writeQueued = (conversation: string, texts: string[]) => write(keyOf("queued", conversation), texts.length > 0 ? JSON.stringify(texts) : null);

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
  write("parley:searches", null);
  try {
    for (const key of Object.keys(localStorage)) {
      if (kinds.some((kind) => key.startsWith(keyOf(kind, "")))) localStorage.removeItem(key);
    }
  } catch {
    // No storage, nothing to forget.
  }
}
