import { expect, test } from "vitest";
import { mentionIn } from "./mention";

test.each([
  ["@", 1, { from: 0, query: "" }],
  ["ask @scr", 8, { from: 4, query: "scr" }],
  ["a\n@é", 4, { from: 2, query: "é" }],
  ["ask @scr now", 8, { from: 4, query: "scr" }],
  ["ada@example.com", 15, null],
  ["@scribe hello", 13, null],
  ["", 0, null],
])("%j at %d", (text, caret, found) => expect(mentionIn(text, caret)).toEqual(found));
