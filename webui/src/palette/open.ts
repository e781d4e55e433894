import { atom, getDefaultStore } from "jotai";

export const paletteOpenAtom = atom(false);
export const openPalette = () => getDefaultStore().set(paletteOpenAtom, true);
