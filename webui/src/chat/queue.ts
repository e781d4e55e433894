/** Messages written while an answer is still being written: they wait, and go one by one when it ended well. */
import { atom, getDefaultStore, useAtomValue } from "jotai";
import type { Attachment, Message } from "../api/types";
import { readQueued, writeQueued, type Waiting } from "../stored/drafts";
import { isSending, newKey, send } from "./sending";
import { onAnswerEnded } from "./thread-data";

const store = getDefaultStore();
const queuedAtom = atom<Readonly<Record<string, Waiting[]>>>({});

const queued = (conversation: string) => store.get(queuedAtom)[conversation] ?? readQueued(conversation);

export function useQueued(conversation: string): Waiting[] {
  const all = useAtomValue(queuedAtom);
  return all[conversation] ?? readQueued(conversation);
}

function keep(conversation: string, waiting: Waiting[]): void {
  writeQueued(conversation, waiting);
  store.set(queuedAtom, (all) => ({ ...all, [conversation]: waiting }));
}

export const enqueue = (conversation: string, text: string, files: Attachment[] = []) => keep(conversation, [...queued(conversation), { text, files }]);

/** Takes one out of the queue, to be edited, removed or sent. */
export function take(conversation: string, index: number): Waiting {
  const waiting = queued(conversation);
  keep(conversation, waiting.filter((_, at) => at !== index));
  return waiting[index] ?? { text: "", files: [] };
}

function sendNext(conversation: string, answer: Message): void {
  if (answer.state !== "complete" || isSending(conversation) || queued(conversation).length === 0) return;
  void send(conversation, { key: newKey(), ...take(conversation, 0), parentId: answer.id, model: answer.model });
}

onAnswerEnded(sendNext);
