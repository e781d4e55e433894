import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { directionOf, languageFor, localeFor } from "./languages";

const cases: [string | null, string[], string][] = [
  [null, ["de-AT", "en"], "de"],
  ["ja", ["de"], "ja"],
  [null, ["pt-BR", "fr-CA", "en"], "fr"],
  [null, ["zh-Hans-CN"], "zh"],
  ["system", ["es"], "es"],
  ["xx", ["tlh"], "en"],
  [null, [], "en"],
];

it.each(cases)("takes what was chosen (%s), else the browser's first (%j)", (chosen, asked, language) => {
  expect(languageFor(chosen, asked)).toBe(language);
});

it.each(cases)("has the first paint say the same (%s, %j)", (chosen, languages, language) => {
  const root = { dataset: {}, lang: "", dir: "" };
  const page = { document: { documentElement: root }, localStorage: { getItem: (key: string) => (key === "parley:language" ? chosen : null) }, matchMedia: () => ({ matches: false }), navigator: { languages } };

  runInNewContext(readFileSync(new URL("../../public/first-paint.js", import.meta.url), "utf8"), page);

  expect([root.lang, root.dir]).toEqual([language, directionOf(language)]);
});

it("writes numbers and dates as the browser's region has them, when it speaks the language", () => {
  expect([localeFor("de", ["en", "de-CH"]), localeFor("de", ["en-GB"]), localeFor("en", ["en-GB"])]).toEqual(["de-CH", "de", "en-GB"]);
});
