/** The visible thread of a conversation and everything that changes it. */
import { useQuery } from "@tanstack/react-query";
import { chat } from "../api/client";
import type { Attachment, Conversation, Message, MessageWindow } from "../api/types";
import { conversationKey, queries, refreshList, show } from "../conversations/data";
import { onNews } from "../conversations/tabs";
import { markUnread, noteAnswering } from "../conversations/unread";
import { t } from "../languages/speaking";
import { follow } from "../stream/generation";
import { say, sayAtOnce } from "../ui/notices";

/** Of the branch that is shown. */
export type Window = Omit<MessageWindow, "is_shown">;

export const threadKey = (id: string) => ["messages", id] as const;

/** One answer, wherever it stands. */
export const answerKey = (id: string) => ["answer", id] as const;

/** Messages kept at most: who scrolls on leaves the other end behind. */
export const keptMost = 400;

/** `waiting`: for a place in it that is on its way. */
export const useThread = (id: string, waiting: boolean) =>
  useQuery({
    queryKey: threadKey(id),
    enabled: !waiting,
    queryFn: async (): Promise<Window> => {
      const old = queries.getQueryData<Window>(threadKey(id));
      // What lies in the past does not change.
      return old?.has_newer ? old : joined(old, await chat.messages(id));
    },
  });

/** A fresh window after the older messages that are already here, when it continues them. */
export function joined(old: Window | undefined, fresh: Window): Window {
  const first = fresh.messages[0];
  if (!old || !first) return fresh;
  const at = old.messages.findIndex((message) => message.id === first.parent_id);
  if (at === -1) return fresh;
  return { messages: [...old.messages.slice(0, at + 1), ...fresh.messages], has_more: old.has_more, has_newer: fresh.has_newer };
}

export async function loadOlder(id: string): Promise<void> {
  const first = cached(id)?.messages[0];
  if (!cached(id)?.has_more || !first) return;
  const older = await chat.messages(id, { before: first.id });
  queries.setQueryData<Window>(threadKey(id), (latest) => latest && (latest.messages[0]?.id === first.id ? withOlder(latest, older) : latest));
}

export async function loadNewer(id: string): Promise<void> {
  const last = cached(id)?.messages.at(-1);
  if (!cached(id)?.has_newer || !last) return;
  const newer = await chat.messages(id, { after: last.id });
  queries.setQueryData<Window>(threadKey(id), (latest) => latest && (latest.messages.at(-1)?.id === last.id ? withNewer(latest, newer) : latest));
}

/** An answer that is being written is not left behind. */
export function withOlder(now: Window, older: Window): Window {
  const messages = [...older.messages, ...now.messages];
  const kept = now.messages.at(-1)?.state === "streaming" ? messages : messages.slice(0, keptMost);
  return { messages: kept, has_more: older.has_more, has_newer: now.has_newer || kept.length < messages.length };
}

export function withNewer(now: Window, newer: Window): Window {
  const messages = [...now.messages, ...newer.messages];
  const kept = messages.slice(-keptMost);
  return { messages: kept, has_more: now.has_more || kept.length < messages.length, has_newer: newer.has_newer };
}

const cached = (id: string) => queries.getQueryData<Window>(threadKey(id));

/** Loads what lies around a message, on the branch where it is. */
export async function reach(id: string, message: string): Promise<void> {
  await queries.cancelQueries({ queryKey: threadKey(id) });
  if (cached(id)?.messages.some((each) => each.id === message)) return;
  const around = await chat.messages(id, { around: message });
  if (!around.is_shown) queries.setQueryData(conversationKey(id), await chat.change(id, { active_leaf_id: message }));
  queries.setQueryData(threadKey(id), around);
}

/** Goes to the end of the thread, and tells its last message. */
export async function reachEnd(id: string): Promise<Message | undefined> {
  if (cached(id)?.has_newer) queries.setQueryData(threadKey(id), await chat.messages(id));
  return cached(id)?.messages.at(-1);
}

/** The thread up to `parentId`, then `added`. */
export function continueFrom(id: string, parentId: string | null, added: Message[]): void {
  void queries.cancelQueries({ queryKey: threadKey(id) });
  queries.setQueryData<Window>(threadKey(id), (now) => {
    const messages = now?.messages ?? [];
    const kept = parentId === null ? [] : messages.slice(0, messages.findIndex((message) => message.id === parentId) + 1);
    return { messages: [...kept, ...added], has_more: parentId === null ? false : (now?.has_more ?? false), has_newer: false };
  });
  for (const message of added) attend(message);
}

/** An answer as it is after a decision: it goes on, or asks for the next one. */
export function replaceAnswer(answer: Message): void {
  queries.setQueryData<MessageWindow>(threadKey(answer.conversation_id), (now) =>
    now && { ...now, messages: now.messages.map((old) => (old.id === answer.id ? answer : old)) },
  );
  attend(answer);
}

type Ended = (conversation: string, answer: Message) => void;
const listeners = new Set<Ended>();
export function onAnswerEnded(hear: Ended): () => void {
  listeners.add(hear);
  return () => listeners.delete(hear);
}

/** Follow an answer that is being written, to its end, wherever the person goes meanwhile. */
export function attend(message: Message): void {
  if (message.state !== "streaming") return;
  const id = message.conversation_id;
  noteAnswering(id, true);
  follow(message, (final) => {
    noteAnswering(id, false);
    if (final) {
      queries.setQueryData<Window>(threadKey(id), (now) =>
        now && { ...now, messages: now.messages.map((old) => (old.id === final.id ? final : old)) },
      );
      queries.setQueryData(answerKey(final.id), final);
      announce(final);
      markUnread(id);
      for (const hear of listeners) hear(id, final);
    } else {
      void queries.invalidateQueries({ queryKey: threadKey(id) });
      void queries.invalidateQueries({ queryKey: answerKey(message.id) });
    }
    void queries.invalidateQueries({ queryKey: conversationKey(id) });
    void refreshList();
    if (final && isFirst(final)) awaitName(id).catch(() => undefined);
  });
}

const isFirst = (answer: Message) =>
  queries.getQueryData<Window>(threadKey(answer.conversation_id))?.messages[1]?.id === answer.id;

const namedAfterMs = [1_000, 2_000, 5_000];

/** A first answer gives the chat its name, which a model has to think of. */
async function awaitName(id: string): Promise<void> {
  const before = queries.getQueryData<Conversation>(conversationKey(id))?.title;
  for (const ms of namedAfterMs) {
    await new Promise((done) => setTimeout(done, ms));
    const fresh = await chat.conversation(id);
    show(fresh);
    if (fresh.title !== before) return;
  }
}

export const textOf = (message: Message) =>
  message.parts.flatMap((part) => (part.type === "text" || part.type === "refusal" ? [part.text] : [])).join("\n\n");

export const filesOf = (message: Message): Attachment[] => message.parts.filter((part) => part.type === "file");

function announce(final: Message): void {
  const words = textOf(final).split(/\s+/).filter(Boolean).length;
  if (final.state === "failed") sayAtOnce(t("The answer failed."));
  else if (final.state === "stopped") say(t("Answer stopped."));
  else say(t("Answer finished, {count} words.", { count: words }));
}

onNews(({ id }) => {
  void queries.invalidateQueries({ queryKey: threadKey(id) });
  void queries.invalidateQueries({ queryKey: conversationKey(id) });
  void refreshList();
});
