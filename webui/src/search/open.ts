import { atom, getDefaultStore } from "jotai";

export const searchOpenAtom = atom(false);
export const openSearch = () => getDefaultStore().set(searchOpenAtom, true);
