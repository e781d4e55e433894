/** The language that is spoken now. Called while something is drawn or said, never as a module loads: it may change. */
import { atom, getDefaultStore } from "jotai";
import { kept } from "../stored/kept";
import { read } from "../stored/storage";
import english from "./en.json";
import { directionOf, languageFor, localeFor, type Language, type LanguageChoice } from "./languages";
import { filledIn, phraseOf, type Catalogue, type ValuesOf } from "./phrases";

const place = "parley:language";
const asked = () => (typeof navigator === "undefined" ? [] : navigator.languages);
const wanted = () => languageFor(read(place), asked());

const loaders: Record<Exclude<Language, "en">, () => Promise<{ default: Catalogue }>> = {
  de: () => import("./de.json"),
  fr: () => import("./fr.json"),
  es: () => import("./es.json"),
  zh: () => import("./zh.json"),
  ja: () => import("./ja.json"),
};

const store = getDefaultStore();
let catalogue: Catalogue = english;

/** Whatever is drawn is drawn anew when this changes. */
export const spokenAtom = atom<Language>("en");
/** What is chosen in the settings; it is spoken once its words are here. */
export const languageAtom = kept<LanguageChoice>(place, "system", () => void speak());

export const spokenNow = () => store.get(spokenAtom);
/** The tag of the language and its region that dates, numbers and lists follow. */
export const locale = () => localeFor(spokenNow(), asked());

/** Speaks what is wanted now; what was spoken before goes on where its words cannot be loaded. */
export async function speak(): Promise<void> {
  const language = wanted();
  try {
    const words = language === "en" ? english : (await loaders[language]()).default;
    if (language !== wanted()) return;
    catalogue = words;
    store.set(spokenAtom, language);
  } catch {
    // Without a network the page is readable all the same.
  }
  document.documentElement.lang = spokenNow();
  document.documentElement.dir = directionOf(spokenNow());
}

export function watchLanguage(): void {
  addEventListener("languagechange", () => void speak());
  addEventListener("storage", ({ key }) => { if (key === place) void speak(); });
}

/** Words of the catalogue, with numbers as the language writes them. */
export function t<Key extends string>(key: Key, ...[values]: ValuesOf<Key>): string {
  const given: Record<string, string | number> = values ?? {};
  const phrase = phraseOf(catalogue, spokenNow(), key, given.count);
  const number = new Intl.NumberFormat(locale());
  return filledIn(phrase, Object.fromEntries(Object.entries(given).map(([name, value]) => [name, typeof value === "number" ? number.format(value) : value])));
}

/** Words from elsewhere: in this language where they are known, else as they come, or what is said instead. */
export const known = (words: string, otherwise = words): string => (Object.hasOwn(catalogue, words) ? phraseOf(catalogue, spokenNow(), words, undefined) : otherwise);

/** Marks words of a table; `t` says them when they are shown. */
export const msg = <Key extends string>(key: Key): Key => key;
