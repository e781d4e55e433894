import { expect, test } from "vitest";
import { spoken } from "./spoken";

test("marks are not read, code and formulas are named", () => {
  expect(spoken("## A **bold** title\n\n- one `x`\n- [two](https://x.org)\n\n```js\nlet x;\n```\n\n\\[a^2\\]\n\n*Done* at 2 * 3.")).toEqual(["A bold title", "one x", "two", "Here is some code.", "Here is a formula.", "Done at 2 * 3."]);
});

test("a table is read row by row", () => {
  expect(spoken("| Name | Size |\n| --- | --: |\n| a | 1 |")).toEqual(["Name, Size", "a, 1"]);
});

test("a long text is read in parts that end where sentences do", () => {
  const parts = spoken("This is a sentence of some length. ".repeat(40));
  expect(parts.every((part) => part.length <= 220 && part.endsWith("."))).toBe(true);
  expect(parts.join(" ").length).toBeGreaterThan(1_300);
});

test("nothing but marks is silence", () => {
  expect(spoken("---\n\n***\n\n> ")).toEqual([]);
});
