// @vitest-environment happy-dom
import { getDefaultStore } from "jotai";
import { expect, it } from "vitest";
import { select, selectionAtom, selectTo, toggle } from "./selection";

const chosen = () => {
  const ids = getDefaultStore().get(selectionAtom);
  return ids && [...ids];
};

it("chooses one after the other, and a row of them", () => {
  select(null);
  toggle("b");
  expect(chosen()).toEqual(["b"]);
  selectTo("d", ["a", "b", "c", "d", "e"]);
  expect(chosen()).toEqual(["b", "c", "d"]);
  selectTo("a", ["a", "b", "c", "d", "e"]);
  expect(new Set(chosen())).toEqual(new Set(["a", "b", "c", "d"]));
  toggle("c");
  expect(chosen()).not.toContain("c");
  select(null);
  expect(chosen()).toBeNull();
});
