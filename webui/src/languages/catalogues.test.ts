/** What the code says is in every catalogue, nothing else is, and no translation loses a value or an element. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { languages } from "./languages";
import type { Catalogue } from "./phrases";
import { reasons, refusals, tools } from "./service-words";

const source = new URL("..", import.meta.url).pathname;
const code = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|schema\.d\.ts$/.test(name))
  .map((name) => readFileSync(join(source, name), "utf8"));
// House rules see to it that a key is one plain string.
const keys = new Set(code.flatMap((text) => [...text.matchAll(/(?<![\w.])(?:t|msg|rich)\(\s*("(?:[^"\\]|\\.)*")/g)].map((found) => JSON.parse(found[1]!) as string)));
const catalogues = (Object.keys(languages) as (keyof typeof languages)[]).map((language) => {
  const read = readFileSync(new URL(`${language}.json`, import.meta.url), "utf8");
  return [language, JSON.parse(read) as Catalogue] as const;
});
const translated = catalogues.filter(([language]) => language !== "en");

const forms = (phrase: Catalogue[string]) => (typeof phrase === "string" ? [phrase] : Object.values(phrase));
const marks = (phrase: string) => [...phrase.matchAll(/\{\{.*?\}\}|\{\w+\}|<\/?\w+>/g)].map(([mark]) => mark).sort();

it("finds the keys of the code", () => {
  expect(keys.size).toBeGreaterThan(900);
});

it.each(translated)("has all of them in %s, and no other", (_language, catalogue) => {
  const known = Object.keys(catalogue);
  expect({ missing: [...keys].filter((key) => !(key in catalogue)), unused: known.filter((key) => !keys.has(key)) }).toEqual({ missing: [], unused: [] });
});

it.each(catalogues)("keeps every value and element in %s", (_language, catalogue) => {
  const lost = Object.entries(catalogue).flatMap(([key, phrase]) => {
    const whole = marks(key).join();
    // "One tool" says its number by itself.
    const allowed = typeof phrase === "string" ? [whole] : [whole, marks(key.replace("{count}", "")).join()];
    return forms(phrase).filter((form) => !allowed.includes(marks(form).join()));
  });
  expect(lost).toEqual([]);
});

it.each(catalogues)("has the plural forms that %s needs", (language, catalogue) => {
  const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories.filter((category) => category !== "many" && category !== "other");
  const wrong = Object.entries(catalogue).filter(([, phrase]) => typeof phrase !== "string" && wanted.some((category) => !(category in phrase)));
  expect(wrong).toEqual([]);
});

it.each(catalogues)("has each key of %s once, though two branches that add some are merged line by line", (language) => {
  const lines = readFileSync(new URL(`${language}.json`, import.meta.url), "utf8").split("\n").filter((line) => line.startsWith("  "));
  const found = lines.map((line) => JSON.parse(/^ {2}("(?:[^"\\]|\\.)*"): /.exec(line)![1]!) as string);
  expect(found).toEqual([...new Set(found)]);
});

it("lets English have forms of its own keys alone", () => {
  const english = catalogues.find(([language]) => language === "en")![1];
  expect(Object.keys(english).filter((key) => !keys.has(key))).toEqual([]);
});

it.each(translated)("leaves no sentence of %s in English by mistake", (_language, catalogue) => {
  const same = Object.entries(catalogue).filter(([key, phrase]) => phrase === key && (key.replace(/\{.*?\}/g, "").match(/\p{L}{3,}/gu) ?? []).length > 3);
  expect(same).toEqual([]);
});

const python = ["domain", "application", "adapters"].flatMap((folder) => {
  const at = new URL(`../../../${folder}/`, import.meta.url).pathname;
  return readdirSync(at, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".py")).map((name) => readFileSync(join(at, name), "utf8"));
}).join("\n");

it.each([...refusals, ...reasons, ...tools])("knows %j as a service still says it", (words) => {
  expect(python).toContain(`"${words}`);
});
