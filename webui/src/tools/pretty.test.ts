import { expect, test } from "vitest";
import { duration, pretty } from "./pretty";

test("JSON is laid out, and what is none stays as it is", () => {
  expect(pretty('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(pretty("{half")).toBe("{half");
});

test.each([
  [7, "7 ms"],
  [1234, "1.2 s"],
  [61_000, "1 min 1 s"],
])("%d ms is %s", (ms, words) => expect(duration(ms)).toBe(words));
