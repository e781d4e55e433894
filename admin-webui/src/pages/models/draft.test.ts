import { expect, test } from "vitest";
import { definitionOf, draftOf, emptyModel, hasOwn, problemsOf } from "./draft";
import type { Definition } from "./offer";

const plain: Definition = { name: "m", provider: "p" };
const full: Definition = {
  name: "m",
  provider: "p",
  label: "Model",
  upstream: "m-1",
  weight: 3,
  context_tokens: 8000,
  aliases: ["m-latest"],
  fallbacks: ["other"],
  price: [{ input: "0.59", output: "0.79", cache_read: "0.1" }],
  deployments: [{ provider: "q" }, { provider: "r", upstream: "x", weight: 2 }],
  strategy: "weighted",
  default: true,
  allow_unpriced: true,
  capabilities: ["tools"],
  limits: { parallel: 5 },
};
const dated: Definition = {
  ...plain,
  price: [
    { input: "1", output: "2" },
    { from: "2026-12-01", input: "2", output: "3" },
  ],
};
const placed: Definition = { ...plain, deployments: [{ provider: "q", price: [{ input: "1", output: "2" }] }] };

test.each([
  ["plain", plain],
  ["full", full],
  ["dated prices", dated],
  ["priced places", placed],
])("a model comes back as it was: %s", (_, definition) => {
  expect(definitionOf(draftOf(definition))).toEqual(definition);
});

test("what has no fields of its own is written as JSON", () => {
  expect(JSON.parse(draftOf(full).rest)).toEqual({ capabilities: ["tools"], limits: { parallel: 5 } });
  expect(draftOf(plain).rest).toBe("");
});

test("fields that could not show everything are told apart", () => {
  expect([hasOwn(draftOf(dated).rest, "price"), hasOwn(draftOf(dated).rest, "deployments")]).toEqual([false, true]);
  expect([hasOwn(draftOf(placed).rest, "price"), hasOwn(draftOf(placed).rest, "deployments")]).toEqual([true, false]);
});

test("one price alone is written as a table too", () => {
  expect(draftOf({ ...plain, price: { input: "1", output: "2" } }).price.input).toBe("1");
});

test("what is wrong is told by its field", () => {
  expect(problemsOf({ ...emptyModel, name: "m", provider: "p" }).size).toBe(0);
  const wrong = problemsOf({
    ...emptyModel,
    name: "a b",
    weight: "0",
    contextTokens: "-1",
    price: { input: "1", output: "", cache_read: "$2", cache_write: "" },
    places: [{ provider: "", upstream: "", weight: "1001" }],
    rest: "[]",
  });

  expect([...wrong.keys()].sort()).toEqual(
    [
      "cache_read",
      "contextTokens",
      "name",
      "output",
      "places.0.provider",
      "places.0.weight",
      "provider",
      "rest",
      "weight",
    ].sort(),
  );
});
