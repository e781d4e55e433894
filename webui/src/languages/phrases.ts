/**
 * Sentences with their values filled in. A key is the English sentence itself; what follows `::` tells apart what only
 * English says alike. A sentence with a `{count}` may have one form for each plural category of its language (CLDR).
 */
export type Phrase = string | Partial<Record<Intl.LDMLPluralRule, string>>;
export type Catalogue = Readonly<Record<string, Phrase>>;

/** The names in single braces. Double ones are a prompt's variables and stay as they are. */
type Names<Key extends string> = Key extends `${string}{${infer Name}}${infer Rest}` ? (Name extends `{${string}` ? never : Name) | Names<Rest> : never;
type Values<Key extends string> = { [Name in Names<Key>]: Name extends "count" ? number : string | number };
/** What a key wants beside itself: nothing, or a value for every name in it. */
export type ValuesOf<Key extends string> = [Names<Key>] extends [never] ? [] : [values: Values<Key>];

export function phraseOf(catalogue: Catalogue, locale: string, key: string, count: unknown): string {
  const found = catalogue[key] ?? key.split("::")[0]!;
  if (typeof found === "string") return found;
  const form = typeof count === "number" ? new Intl.PluralRules(locale).select(count) : "other";
  return found[form] ?? found.other ?? key;
}

export function filledIn(phrase: string, values: Readonly<Record<string, string>>): string {
  return phrase.replace(/\{(\w+)\}/g, (mark, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? "") : mark));
}
