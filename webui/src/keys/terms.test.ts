import { expect, it } from "vitest";
import { endOf, endpoints, scopeOf, scopeWords } from "./terms";

const all = ["small", "large"];

it("means every model, of later days too, where all are chosen", () => {
  expect(scopeOf(new Set(all), all, new Set(endpoints))).toEqual({ models: ["*"], endpoints, networks: [] });
  expect(scopeOf(new Set(["large"]), all, new Set(["models"]))).toEqual({ models: ["large"], endpoints: ["models"], networks: [] });
  expect(scopeOf(new Set(), all, new Set()).models).toEqual([]);
});

it("says what a key may do", () => {
  expect(scopeWords({ scope: { models: ["*"], endpoints, networks: [] } })).toBe("all your models");
  expect(scopeWords({ scope: { models: ["a", "b"], endpoints: ["models", "messages"], networks: [] } })).toBe("2 models; List of models, Messages");
  expect(scopeWords({ scope: { models: ["a"], endpoints: [], networks: [] } })).toBe("a; nothing");
});

it("ends after so many days, or never", () => {
  expect(endOf("30", new Date("2026-01-01T12:00:00Z"))).toBe("2026-01-31T12:00:00.000Z");
  expect(endOf("never", new Date())).toBeNull();
});
