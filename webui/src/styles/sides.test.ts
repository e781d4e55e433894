import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const folder = new URL(".", import.meta.url);
const sheets = readdirSync(folder).filter((name) => name.endsWith(".css"));

/** A page may be read from the right; classes in the code are held to the same by a rule of eslint (house/languages.js). */
it.each(sheets)("names no side in %s, but start and end", (name) => {
  const css = readFileSync(new URL(name, folder), "utf8");
  expect(css.match(/(?:^|[\s;{])(?:(?:margin|padding|border|inset)-(?:left|right)\b|(?:left|right)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)\b)/g)).toBeNull();
});
