/** A deleted chat leaves the list at once; the service is told when the time to undo is over, or the page goes. */
import { atom, getDefaultStore } from "jotai";
import { deleteOnLeave } from "../api/access";
import { chat } from "../api/client";
import { Problem, sentenceOf } from "../api/problem";
import type { Conversation } from "../api/types";
import { notify } from "../ui/notices";
import { conversationKey, queries, refreshList } from "./data";

const undoMs = 8000;
const store = getDefaultStore();
const timers = new Map<string, ReturnType<typeof setTimeout>>();
export const deletedAtom = atom<ReadonlySet<string>>(new Set<string>());

function setHidden(id: string, hidden: boolean): void {
  store.set(deletedAtom, (before) => {
    const after = new Set(before);
    if (hidden) after.add(id);
    else after.delete(id);
    return after;
  });
}

export function remove(conversation: Conversation): void {
  setHidden(conversation.id, true);
  timers.set(conversation.id, setTimeout(() => void settle(conversation.id), undoMs));
  notify("Chat deleted", { name: "Undo", run: () => undo(conversation.id) }, undoMs);
}

function undo(id: string): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  setHidden(id, false);
}

async function settle(id: string): Promise<void> {
  timers.delete(id);
  try {
    await chat.remove(id);
  } catch (error) {
    if (!(error instanceof Problem && error.status === 404)) {
      setHidden(id, false);
      notify(`The chat was not deleted. ${sentenceOf(error)}`);
      return;
    }
  }
  queries.removeQueries({ queryKey: conversationKey(id) });
  await refreshList();
}

addEventListener("pagehide", () => {
  for (const [id, timer] of timers) {
    clearTimeout(timer);
    deleteOnLeave(`/api/conversations/${id}`);
  }
  timers.clear();
});
