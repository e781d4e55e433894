/** Chats that are chosen to be changed together. */
import { atom, getDefaultStore } from "jotai";
import { chat } from "../api/client";
import { download } from "../api/download";
import { because } from "../api/problem";
import type { Conversation } from "../api/types";
import { t } from "../languages/speaking";
import { notify } from "../ui/notices";
import { change, refreshList, showFirst } from "./data";

const store = getDefaultStore();

/** `null`: nothing is being chosen; an empty set: everything is still to be chosen. */
export const selectionAtom = atom<ReadonlySet<string> | null>(null);

export const select = (ids: Iterable<string> | null) => store.set(selectionAtom, ids && new Set(ids));

export function toggle(id: string): void {
  store.set(selectionAtom, (before) => {
    const after = new Set(before);
    if (!after.delete(id)) after.add(id);
    return after;
  });
}

/** From the one chosen last to this one, as they are listed. */
export function selectTo(id: string, listed: string[]): void {
  const before = store.get(selectionAtom) ?? new Set<string>();
  const last = listed.indexOf([...before].at(-1) ?? id);
  const to = listed.indexOf(id);
  select([...before, ...listed.slice(Math.min(last, to), Math.max(last, to) + 1).filter((each) => each !== id), id]);
}

/** One after the other, so that many are no storm; says how many could not be changed. */
async function each(chats: Conversation[], act: (conversation: Conversation) => Promise<unknown>): Promise<Conversation[]> {
  const done: Conversation[] = [];
  let problem: unknown = null;
  for (const conversation of chats) {
    try {
      await act(conversation);
      done.push(conversation);
    } catch (error) {
      problem = error;
    }
  }
  if (problem) notify(because(t("{number} of {count} chats not changed.", { number: chats.length - done.length, count: chats.length }), problem));
  void refreshList();
  return done;
}

export async function archiveAll(chats: Conversation[]): Promise<void> {
  const to = (conversation: Conversation, archived: boolean, pinned: boolean) => {
    showFirst({ ...conversation, shelf: archived ? "archived" : pinned ? "pinned" : "open" });
    return chat.change(conversation.id, { archived, pinned });
  };
  const done = await each(chats, (conversation) => to(conversation, true, false));
  if (done.length > 0) notify(t("{count} chats archived", { count: done.length }), { name: t("Undo"), run: () => void each(done, (one) => to(one, false, one.shelf === "pinned")) }, 8000);
}

export async function moveAll(chats: Conversation[], project: { id: string; name: string } | null): Promise<void> {
  const done = await each(chats, (conversation) => change(conversation, { project_id: project?.id ?? "" }));
  if (done.length === 0) return;
  const back = () => void each(done, (one) => change({ ...one, project_id: project?.id ?? null }, { project_id: one.project_id ?? "" }));
  notify(project ? t("{count} chats moved to {project}", { count: done.length, project: project.name }) : t("{count} chats taken out of the project", { count: done.length }), { name: t("Undo"), run: back }, 8000);
}

export async function tagAll(chats: Conversation[], tag: string): Promise<void> {
  const done = await each(chats, (conversation) => change(conversation, { tags: [...new Set([...conversation.tags, tag])] }));
  if (done.length > 0) notify(t("{count} chats tagged {tag}", { count: done.length, tag }));
}

export const exportAll = (chats: Conversation[]) => each(chats, (conversation) => download(`/api/conversations/${conversation.id}/export?format=markdown`));
