import { expect, test } from "vitest";
import { commandIn, mentionIn, ranked } from "./mention";

test.each([
  ["@", 1, { from: 0, query: "" }],
  ["ask @scr", 8, { from: 4, query: "scr" }],
  ["a\n@é", 4, { from: 2, query: "é" }],
  ["ask @scr now", 8, { from: 4, query: "scr" }],
  ["ada@example.com", 15, null],
  ["@scribe hello", 13, null],
  ["", 0, null],
])("%j at %d", (text, caret, found) => expect(mentionIn(text, caret)).toEqual(found));

test.each([
  ["/", 1, { from: 0, query: "" }],
  ["one\n/sum-u", 10, { from: 4, query: "sum-u" }],
  ["say /sum", 8, null],
  ["/etc/hosts", 10, null],
  ["/sum up", 7, null],
])("the command in %j at %d", (text, caret, found) => expect(commandIn(text, caret)).toEqual(found));

test("what begins with the letters comes before what has them inside", () => {
  expect(ranked(["consumer", "sum up", "total-sum"], "sum", String)).toEqual(["sum up", "total-sum", "consumer"]);
});
