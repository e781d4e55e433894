/** A deleted chat leaves the list at once; the service is told when the time to undo is over, or the page goes. */
import { atom, getDefaultStore } from "jotai";
import { useLocation, useNavigate } from "react-router";
import { deleteOnLeave } from "../api/access";
import { chat } from "../api/client";
import { Problem, because } from "../api/problem";
import type { Conversation } from "../api/types";
import { t } from "../languages/speaking";
import { forget } from "../stored/drafts";
import { notify } from "../ui/notices";
import { conversationKey, queries, refreshList } from "./data";
import { tellTabs } from "./tabs";

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

/** Deletes chats; when one is open, its page goes too, and comes back with Undo. */
export function useDelete(): (...chats: Pick<Conversation, "id">[]) => void {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  return (...chats) => {
    const ids = chats.map(({ id }) => id);
    const open = ids.map((id) => `/c/${id}`).find((page) => page === pathname);
    if (open) void navigate("/");
    for (const id of ids) {
      setHidden(id, true);
      timers.set(id, setTimeout(() => void settle(id), undoMs));
    }
    const undo = () => {
      for (const id of ids) {
        clearTimeout(timers.get(id));
        timers.delete(id);
        setHidden(id, false);
      }
      if (open) void navigate(open);
    };
    notify(t("{count} chats deleted", { count: ids.length }), { name: t("Undo"), run: undo }, undoMs);
  };
}

async function settle(id: string): Promise<void> {
  timers.delete(id);
  try {
    await chat.remove(id);
  } catch (error) {
    if (!(error instanceof Problem && error.status === 404)) {
      setHidden(id, false);
      notify(because(t("The chat was not deleted."), error));
      return;
    }
  }
  forget(id);
  queries.removeQueries({ queryKey: conversationKey(id) });
  tellTabs({ kind: "deleted", id });
  await refreshList();
}

addEventListener("pagehide", () => {
  for (const [id, timer] of timers) {
    clearTimeout(timer);
    deleteOnLeave(`/api/conversations/${id}`);
  }
  timers.clear();
});
