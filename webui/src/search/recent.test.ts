// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";
import { recentSearches, rememberSearch } from "./recent";

beforeEach(() => localStorage.clear());

it("keeps the last searches, each once, without what was typed on the way", () => {
  for (const text of ["li", "lisbon  tram", "  ", "porto", "Lisbon tram"]) rememberSearch(text);

  expect(recentSearches()).toEqual(["Lisbon tram", "porto"]);
});

it("keeps six of them", () => {
  for (const letter of "abcdefgh") rememberSearch(letter);

  expect(recentSearches()).toEqual(["h", "g", "f", "e", "d", "c"]);
});
