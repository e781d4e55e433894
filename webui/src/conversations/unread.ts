/** Conversations whose answer ended while another one was open, or while the page was away. */
import { atom, getDefaultStore } from "jotai";
import type { Conversation } from "../api/types";
import { read, write } from "../stored/storage";

const store = getDefaultStore();
const stored = (name: string) => new Set((read(name) ?? "").split("\n").filter(Boolean));
const keep = (name: string, ids: ReadonlySet<string>) => write(name, [...ids].slice(-most).join("\n"));
const most = 200;
const unreadKey = "parley:unread";
const answeringKey = "parley:answering";

export const unreadAtom = atom<ReadonlySet<string>>(stored(unreadKey));

function set(ids: ReadonlySet<string>): void {
  store.set(unreadAtom, ids);
  keep(unreadKey, ids);
}

export function markUnread(id: string): void {
  if (location.pathname !== `/c/${id}`) set(new Set([...store.get(unreadAtom), id]));
}

export function markRead(id: string): void {
  const before = store.get(unreadAtom);
  if (before.has(id)) set(new Set([...before].filter((other) => other !== id)));
}

/** An answer is being written there; should the page go, whoever comes back is told. */
export function noteAnswering(id: string, is: boolean): void {
  const answering = stored(answeringKey);
  if (is) answering.add(id);
  else answering.delete(id);
  keep(answeringKey, answering);
}

/** Who was seen answering, maybe before a reload, and is not any more, has something new. */
export function notice(listed: Conversation[]): void {
  const answering = stored(answeringKey);
  for (const { id, running_generation_id } of listed) {
    if (running_generation_id) answering.add(id);
    else if (answering.delete(id)) markUnread(id);
  }
  keep(answeringKey, answering);
}
