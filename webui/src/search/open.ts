import { atom, getDefaultStore } from "jotai";

export const searchOpenAtom = atom(false);
/** What is looked for when it opens. */
export const searchTextAtom = atom("");

export function openSearch(text = ""): void {
  getDefaultStore().set(searchTextAtom, text);
  getDefaultStore().set(searchOpenAtom, true);
}
