/** Conversations whose answer ended while another one was open. */
import { atom, getDefaultStore } from "jotai";

const store = getDefaultStore();
export const unreadAtom = atom<ReadonlySet<string>>(new Set<string>());

export function markUnread(id: string): void {
  if (location.pathname !== `/c/${id}`) store.set(unreadAtom, (before) => new Set([...before, id]));
}

export function markRead(id: string): void {
  store.set(unreadAtom, (before) => (before.has(id) ? new Set([...before].filter((other) => other !== id)) : before));
}
