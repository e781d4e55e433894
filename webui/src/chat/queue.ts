/** Messages written while an answer is still being written: they wait, and go one by one when it ended well. */
import { atom, getDefaultStore, useAtomValue } from "jotai";
import type { Message } from "../api/types";
import { readQueued, writeQueued } from "../stored/drafts";
import { isSending, newKey, send } from "./sending";
import { onAnswerEnded } from "./thread-data";

const store = getDefaultStore();
const queuedAtom = atom<Readonly<Record<string, string[]>>>({});

const queued = (conversation: string) => store.get(queuedAtom)[conversation] ?? readQueued(conversation);

export function useQueued(conversation: string): string[] {
  const all = useAtomValue(queuedAtom);
  return all[conversation] ?? readQueued(conversation);
}

function keep(conversation: string, texts: string[]): void {
  writeQueued(conversation, texts);
  store.set(queuedAtom, (all) => ({ ...all, [conversation]: texts }));
}

export const enqueue = (conversation: string, text: string) => keep(conversation, [...queued(conversation), text]);

/** Takes one out of the queue, to be edited, removed or sent. */
export function take(conversation: string, index: number): string {
  const texts = queued(conversation);
  keep(conversation, texts.filter((_, at) => at !== index));
  return texts[index] ?? "";
}

function sendNext(conversation: string, answer: Message): void {
  if (answer.state !== "complete" || isSending(conversation) || queued(conversation).length === 0) return;
  void send(conversation, { key: newKey(), text: take(conversation, 0), parentId: answer.id, model: answer.model });
}

onAnswerEnded(sendNext);
