/** What was typed, and what was sent but not yet acknowledged, per conversation; both survive a reload. */
import { read, write } from "./storage";

export const newChat = "new";

export const readDraft = (conversation: string) => read(`parley:draft:${conversation}`) ?? "";
export const writeDraft = (conversation: string, text: string) => write(`parley:draft:${conversation}`, text);

export type Unsent = { key: string; text: string; parentId: string | null; model: string | null };

export function readUnsent(conversation: string): Unsent | null {
  const stored = read(`parley:unsent:${conversation}`);
  if (!stored) return null;
  try {
    return JSON.parse(stored) as Unsent;
  } catch {
    return null;
  }
}

export const writeUnsent = (conversation: string, unsent: Unsent | null) =>
  write(`parley:unsent:${conversation}`, unsent && JSON.stringify(unsent));

/** Drafts are private: they leave with the person. */
export function forgetAll(): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("parley:draft:") || key.startsWith("parley:unsent:")) localStorage.removeItem(key);
    }
  } catch {
    // No storage, nothing to forget.
  }
}
