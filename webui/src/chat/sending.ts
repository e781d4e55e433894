/** A message on its way: shown at once, kept until the service has it, sent again under the same key. */
import { atom, getDefaultStore, useAtomValue } from "jotai";
import { askBeside } from "../beside/asking";
import { chat } from "../api/client";
import { refreshList } from "../conversations/data";
import { tellTabs } from "../conversations/tabs";
import { t } from "../languages/speaking";
import { readUnsent, writeUnsent, type Unsent } from "../stored/drafts";
import { chosenTools } from "../tools/choice";
import { say } from "../ui/notices";
import { continueFrom } from "./thread-data";

export type Pending = Unsent & { error: unknown };

const pendingAtom = atom<Readonly<Record<string, Pending>>>({});
const store = getDefaultStore();
const clientKeys = new Map<string, string>();
const justSent = new Set<string>();

/** The key a turn was first shown under, so that it is not made anew when its id arrives. */
export const turnKey = (messageId: string) => clientKeys.get(messageId) ?? messageId;
export const wasJustSent = (messageId: string) => justSent.has(messageId);
export const usePending = (conversation: string): Pending | null => useAtomValue(pendingAtom)[conversation] ?? null;
export const isSending = (conversation: string) => conversation in store.get(pendingAtom);

function place(conversation: string, pending: Pending | null): void {
  store.set(pendingAtom, (all) => {
    const rest = Object.fromEntries(Object.entries(all).filter(([id]) => id !== conversation));
    return pending ? { ...rest, [conversation]: pending } : rest;
  });
}

export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function send(conversation: string, unsent: Unsent): Promise<void> {
  writeUnsent(conversation, unsent);
  place(conversation, { ...unsent, error: null });
  try {
    const { text, model, parentId: parent_id, files = [] } = unsent;
    const file_ids = files.map((file) => file.file_id);
    const sent = await chat.send(conversation, { text, file_ids, parent_id, model, tools: chosenTools() }, unsent.key);
    clientKeys.set(sent.message.id, unsent.key);
    justSent.add(sent.message.id);
    writeUnsent(conversation, null);
    continueFrom(conversation, unsent.parentId, [sent.message, sent.answer]);
    place(conversation, null);
    void askBeside(sent.message, sent.answer);
    say(t("Answer started."));
    tellTabs({ kind: "changed", id: conversation });
    void refreshList();
  } catch (error) {
    place(conversation, { ...unsent, error });
  }
}

export function discard(conversation: string): void {
  writeUnsent(conversation, null);
  place(conversation, null);
}

/** What an earlier page could not send is shown again, to be retried. */
export function recover(conversation: string): void {
  const unsent = readUnsent(conversation);
  if (unsent && !isSending(conversation)) place(conversation, { ...unsent, error: new Error("not sent") });
}

addEventListener("online", () => {
  for (const [conversation, { error, ...unsent }] of Object.entries(store.get(pendingAtom))) {
    if (error) void send(conversation, unsent);
  }
});
