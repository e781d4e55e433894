import { expect, it } from "vitest";
import type { Message, Model, Usage } from "../api/types";
import { short } from "../languages/formats";
import { contextOf } from "./context";

const usage = (input: number, output: number, cost: string | null): Usage => ({ input_tokens: input, output_tokens: output, cached_tokens: 0, reasoning_tokens: 0, cost_nano_usd: cost, first_token_ms: 1, latency_ms: 2 });
const message = (used: Usage | null) => ({ usage: used }) as Message;
const model = { context_tokens: 1000, price: { input_nano_usd_per_mtok: "3000000000", output_nano_usd_per_mtok: "1" } } as Model;

it("knows nothing before the first answer, nor without a model", () => {
  expect(contextOf([message(null), message(usage(0, 0, null))], model, false)).toBeNull();
  expect(contextOf([message(usage(1, 1, "1"))], null, false)).toBeNull();
});

it("is what the last answer read and said, and what reading it again costs", () => {
  const found = contextOf([message(usage(100, 50, "7")), message(null), message(usage(300, 100, "9")), message(null)], model, true);

  expect(found).toEqual({ used: 400, size: 1000, percent: 40, nextNanoUsd: 1_200_000n, soFarNanoUsd: 16n, isPartial: true });
});

it("has no height where the context's size or the price is unknown", () => {
  const found = contextOf([message(usage(300, 100, null))], { ...model, context_tokens: null, price: null }, false);

  expect(found).toMatchObject({ percent: null, nextNanoUsd: null, soFarNanoUsd: 0n });
});

it.each([[999, "999"], [1000, "1k"], [12_440, "12.4k"], [200_000, "200k"], [1_048_576, "1.05M"]])("writes %i as %s", (count, text) => {
  expect(short(count)).toBe(text);
});
