/** Places in files, as answers cite them: `/files/<id>?from=<n>&to=<n>`, counted in characters. */
import { atom, getDefaultStore } from "jotai";

export type Place = { id: string; from: number; to: number };

export const placeAtom = atom<Place | null>(null);
const store = getDefaultStore();
export const openPlace = (place: Place | null) => store.set(placeAtom, place);

export function placeIn(address: string): Place | null {
  const url = new URL(address, location.origin);
  const found = url.origin === location.origin ? /^\/files\/([\w-]+)$/.exec(url.pathname) : null;
  const [from, to] = [Number(url.searchParams.get("from")), Number(url.searchParams.get("to"))];
  if (!found || !Number.isInteger(from) || !Number.isInteger(to) || from < 0 || to <= from) return null;
  return { id: found[1]!, from, to };
}

/** The text before, in and after a place, in characters as the service counts them: whole code points. */
export function around(text: string, { from, to }: Place, margin: number): [string, string, string] {
  const letters = Array.from(text);
  const join = (start: number, end: number) => letters.slice(Math.max(0, start), Math.max(0, end)).join("");
  return [join(from - margin, from), join(from, to), join(to, to + margin)];
}
