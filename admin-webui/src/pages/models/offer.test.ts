import { expect, test } from "vitest";
import type { Offer } from "../../api/answers";
import {
  asSent,
  isSame,
  onOffer,
  servedBy,
  withModel,
  withOwnKeys,
  withoutModel,
  withoutProvider,
  withProvider,
} from "./offer";

const offer: Offer = {
  version: 3,
  providers: { acme: { settings: { kind: "openai" }, has_key: true } },
  models: [
    { name: "a", provider: "acme" },
    { name: "b", provider: "acme" },
  ],
  removed: ["old"],
  own_keys: ["openai"],
};
const sent = asSent(offer);

test("what is sent back holds no key and says which version it changes", () => {
  expect(sent).toEqual({ ...offer, providers: { acme: { settings: { kind: "openai" } } } });
});

test("a model is added at the end, and is on offer", () => {
  expect(withModel({ name: "old", provider: "acme" }, null)(offer)).toEqual({
    ...sent,
    models: [...offer.models, { name: "old", provider: "acme" }],
    removed: [],
  });
});

test("a changed model keeps its place, also under another name", () => {
  const { models } = withModel({ name: "c", provider: "acme" }, "a")(offer);

  expect(models.map(({ name }) => name)).toEqual(["c", "b"]);
});

test("a model is forgotten alone", () => {
  expect(withoutModel("a")(offer)).toEqual({ ...sent, models: [{ name: "b", provider: "acme" }] });
});

test("a model is taken off the offer once, and put back", () => {
  expect(onOffer("old", false)(offer).removed).toEqual(["old"]);
  expect(onOffer("a", false)(offer).removed).toEqual(["old", "a"]);
  expect(onOffer("old", true)(offer).removed).toEqual([]);
});

test("a provider's key goes out only when one was typed", () => {
  expect(withProvider("acme", { kind: "google" }, "")(offer).providers).toEqual({
    acme: { settings: { kind: "google" } },
  });
  expect(withProvider("new", { kind: "google" }, "sk-1")(offer).providers).toEqual({
    acme: { settings: { kind: "openai" } },
    new: { settings: { kind: "google" }, api_key: "sk-1" },
  });
  expect(withoutProvider("acme")(offer).providers).toEqual({});
});

test("people may use their own keys at a provider, once said, until it is taken back or the provider is gone", () => {
  expect(withOwnKeys("acme", true)(offer).own_keys).toEqual(["openai", "acme"]);
  expect(withOwnKeys("openai", true)(offer).own_keys).toEqual(["openai"]);
  expect(withOwnKeys("openai", false)(offer).own_keys).toEqual([]);
  expect(withoutProvider("openai")(offer).own_keys).toEqual([]);
});

test("who is served by a provider is found by all of its places", () => {
  const place = (provider: string) => ({ provider, upstream: "u", weight: 1, price: null });
  const model = (name: string, ...providers: string[]) => ({ name, places: providers.map(place) });
  const found = { providers: [], models: [model("a", "p", "q"), model("b", "q"), model("c", "p")] };

  expect(servedBy(found as never, "q")).toEqual(["a", "b"]);
});

test("what somebody else changed is told from what they left alone", () => {
  const other = { ...offer, models: [{ name: "a", provider: "acme", weight: 2 }], providers: {} };
  const a = { kind: "models", name: "a" } as const;

  expect(isSame(offer, { ...offer, version: 4, removed: [] }, a)).toBe(true);
  expect(isSame(offer, other, a)).toBe(false);
  expect(isSame(offer, other, { kind: "models", name: "b" })).toBe(false);
  expect(isSame(offer, other, { kind: "models", name: "operators" })).toBe(true);
  expect(isSame(offer, other, { kind: "providers", name: "acme" })).toBe(false);
});
