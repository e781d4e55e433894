import { expect, test } from "vitest";
import { placed } from "./dictation";

test.each([
  ["", " hello", "", "hello", 5],
  ["Dear", "Ada", "", "Dear Ada", 8],
  ["Dear ", "Ada", ", hi", "Dear Ada, hi", 8],
  ["a", "", "b", "ab", 1],
  ["a ", "b", "c", "a b c", 3],
])("between %j and what follows, %j is put where it was said", (before, said, after, text, caret) => {
  expect(placed(before, said, after)).toEqual({ text, caret });
});
