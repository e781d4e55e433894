import { mostSeries, otherName } from "./series";

/**
 * A model keeps its colour in every panel, on every page and after a reload: it is given one when it is first seen, by
 * its name and the places that are free, and the choice is kept. Only when two models of one panel share a place does
 * the smaller one give way, in that panel.
 */
export type Places = Readonly<Record<string, number>>;

const key = "parley-admin-series";

function preferred(name: string): number {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return hash % mostSeries;
}

function nextFree(from: number, taken: ReadonlySet<number>): number {
  let place = from;
  while (taken.has(place) && taken.size < mostSeries) place = (place + 1) % mostSeries;
  return place;
}

/** The places after these names have been seen, in their order. */
export function placed(places: Places, names: readonly string[]): Places {
  const next: Record<string, number> = { ...places };
  for (const name of names) {
    if (name === otherName || Object.hasOwn(next, name)) continue;
    next[name] = nextFree(preferred(name), new Set(Object.values(next)));
  }
  return next;
}

/** The colours of one panel, whose names come with the most important one first. */
export function coloured(places: Places, names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<number>();
  const colours = new Map([[otherName, "var(--mui-palette-series-other)"]]);
  for (const name of names) {
    if (name === otherName) continue;
    const place = nextFree(places[name] ?? preferred(name), taken);
    taken.add(place);
    colours.set(name, `var(--mui-palette-series-s${place})`);
  }
  return colours;
}

function read(): Places {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "{}");
    const known = Object.entries(kept as Record<string, unknown>).filter(
      ([, place]) => Number.isInteger(place) && Number(place) >= 0 && Number(place) < mostSeries,
    );
    return Object.fromEntries(known) as Places;
  } catch {
    return {};
  }
}

let known: Places | null = null;

export function coloursOf(names: readonly string[]): ReadonlyMap<string, string> {
  const before = known ?? read();
  known = placed(before, names);
  if (Object.keys(known).length > Object.keys(before).length) {
    try {
      localStorage.setItem(key, JSON.stringify(known));
    } catch {
      // Without storage the colours last as long as the page.
    }
  }
  return coloured(known, names);
}
