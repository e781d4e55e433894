import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const source = new URL("../", import.meta.url);
const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) => /\.(?:tsx?|css)$/.test(name) && !/\.test\.ts$|tokens\.css$|schema\.d\.ts$/.test(name));

it("has no colour outside the tokens", () => {
  const literal = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(/i;
  const found = files.filter((name) => literal.test(readFileSync(new URL(name, source), "utf8")));

  expect(files.length).toBeGreaterThan(50);
  expect(found).toEqual([]);
});

it("has no text under twelve pixels", () => {
  const small = /text-\[(?:\d|1[01])px\]|font-size:\s*0\.[0-6]\d*rem/;

  expect(files.filter((name) => small.test(readFileSync(new URL(name, source), "utf8")))).toEqual([]);
});
