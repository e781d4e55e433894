/** The languages of the interface, and which of them somebody gets. public/first-paint.js knows the same ones. */
export const languages = { en: "English", de: "Deutsch", fr: "Français", es: "Español", zh: "简体中文", ja: "日本語" } as const;

export type Language = keyof typeof languages;
/** A language, or the browser's. */
export type LanguageChoice = Language | "system";

const mirrored = new Set(["ar", "dv", "fa", "he", "ps", "ug", "ur", "yi"]);
export const directionOf = (language: string): "ltr" | "rtl" => (mirrored.has(language) ? "rtl" : "ltr");

const base = (tag: string) => tag.toLowerCase().split("-")[0] ?? "";
const isLanguage = (name: string): name is Language => Object.hasOwn(languages, name);

/** What was chosen, else the first that the browser asks for and that is there, else English. */
export function languageFor(chosen: string | null, asked: readonly string[]): Language {
  return [chosen ?? "", ...asked.map(base)].find(isLanguage) ?? "en";
}

/** The tag that numbers and dates follow: the browser's own of that language, since it may name a region. */
export function localeFor(language: Language, asked: readonly string[]): string {
  return asked.find((tag) => base(tag) === language) ?? language;
}
