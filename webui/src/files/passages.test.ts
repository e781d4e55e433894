// @vitest-environment happy-dom
import { expect, it } from "vitest";
import { around, placeIn } from "./passages";

it.each([
  ["/files/abc?from=3&to=9", { id: "abc", from: 3, to: 9 }],
  ["/files/abc", null],
  ["/files/abc?from=9&to=3", null],
  ["/files/abc?from=x&to=3", null],
  ["/files/a/b?from=0&to=3", null],
  ["https://elsewhere.example/files/abc?from=0&to=3", null],
  ["//elsewhere.example/files/abc?from=0&to=3", null],
])("reads %s", (address, place) => expect(placeIn(address)).toEqual(place));

it("finds the place in the text, whatever letters it has", () => {
  expect(around("\u{1F30A} the sea is wide", { id: "a", from: 6, to: 9 }, 4)).toEqual(["the ", "sea", " is "]);
  expect(around("short", { id: "a", from: 0, to: 99 }, 4)).toEqual(["", "short", ""]);
});
