/** The visible thread of a conversation and everything that changes it. */
import { useQuery } from "@tanstack/react-query";
import { chat } from "../api/client";
import type { Conversation, Message, MessageWindow } from "../api/types";
import { conversationKey, queries, refreshList, show } from "../conversations/data";
import { onNews } from "../conversations/tabs";
import { markUnread } from "../conversations/unread";
import { follow } from "../stream/generation";
import { say, sayAtOnce } from "../ui/notices";

export const threadKey = (id: string) => ["messages", id] as const;

export const useThread = (id: string) =>
  useQuery({
    queryKey: threadKey(id),
    queryFn: async () => joined(queries.getQueryData<MessageWindow>(threadKey(id)), await chat.messages(id, null)),
  });

/** A fresh window after the older messages that are already here, when it continues them. */
export function joined(old: MessageWindow | undefined, fresh: MessageWindow): MessageWindow {
  const first = fresh.messages[0];
  if (!old || !first) return fresh;
  const at = old.messages.findIndex((message) => message.id === first.parent_id);
  if (at === -1) return fresh;
  return { messages: [...old.messages.slice(0, at + 1), ...fresh.messages], has_more: old.has_more };
}

export async function loadOlder(id: string): Promise<void> {
  const now = queries.getQueryData<MessageWindow>(threadKey(id));
  const first = now?.messages[0];
  if (!now?.has_more || !first) return;
  const older = await chat.messages(id, first.id);
  queries.setQueryData<MessageWindow>(threadKey(id), (latest) =>
    latest && latest.messages[0]?.id === first.id ? { messages: [...older.messages, ...latest.messages], has_more: older.has_more } : latest,
  );
}

/** The thread up to `parentId`, then `added`. */
export function continueFrom(id: string, parentId: string | null, added: Message[]): void {
  void queries.cancelQueries({ queryKey: threadKey(id) });
  queries.setQueryData<MessageWindow>(threadKey(id), (now) => {
    const messages = now?.messages ?? [];
    const kept = parentId === null ? [] : messages.slice(0, messages.findIndex((message) => message.id === parentId) + 1);
    return { messages: [...kept, ...added], has_more: parentId === null ? false : (now?.has_more ?? false) };
  });
  for (const message of added) attend(message);
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
  follow(message, (final) => {
    if (final) {
      queries.setQueryData<MessageWindow>(threadKey(id), (now) =>
        now && { ...now, messages: now.messages.map((old) => (old.id === final.id ? final : old)) },
      );
      announce(final);
      markUnread(id);
      for (const hear of listeners) hear(id, final);
    } else {
      void queries.invalidateQueries({ queryKey: threadKey(id) });
    }
    void queries.invalidateQueries({ queryKey: conversationKey(id) });
    void refreshList();
    if (final && isFirst(final)) awaitName(id).catch(() => undefined);
  });
}

const isFirst = (answer: Message) =>
  queries.getQueryData<MessageWindow>(threadKey(answer.conversation_id))?.messages[1]?.id === answer.id;

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

function announce(final: Message): void {
  const words = textOf(final).split(/\s+/).filter(Boolean).length;
  if (final.state === "failed") sayAtOnce("The answer failed.");
  else if (final.state === "stopped") say("Answer stopped.");
  else say(`Answer finished, ${words} words.`);
}

onNews(({ id }) => {
  void queries.invalidateQueries({ queryKey: threadKey(id) });
  void queries.invalidateQueries({ queryKey: conversationKey(id) });
  void refreshList();
});
