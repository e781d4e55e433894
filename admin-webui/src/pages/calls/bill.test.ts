import { describe, expect, it } from "vitest";
import { type Billed, billOf, inVainOf } from "./bill";

const price = {
  input: "3000000000",
  output: "15000000000",
  cache_read: "300000000",
  cache_write_5m: "3750000000",
  cache_write_1h: "6000000000",
  source: "list",
  valid_from: null,
  above_tokens: null,
};

function aStory(changes: Partial<Billed>): Billed {
  return {
    input_tokens: 10,
    cached_tokens: 0,
    output_tokens: 5,
    cache_write_tokens: 0,
    cache_write_1h_tokens: 0,
    image_input_tokens: 0,
    audio_input_tokens: 0,
    image_output_tokens: 0,
    price,
    ...changes,
  };
}

describe("the bill of a call", () => {
  it("has input and output at their rates", () => {
    expect(billOf(aStory({}))).toEqual([
      { name: "Input", tokens: 10, rate: 3_000_000_000n, cost: 30_000n },
      { name: "Output", tokens: 5, rate: 15_000_000_000n, cost: 75_000n },
    ]);
  });

  it("keeps the kinds of the cache apart from the rest of the input", () => {
    const story = aStory({ input_tokens: 100, cached_tokens: 40, cache_write_tokens: 30, cache_write_1h_tokens: 10 });
    expect(billOf(story).map(({ name, tokens, cost }) => [name, tokens, cost])).toEqual([
      ["Input", 30, 90_000n],
      ["Read from the cache", 40, 12_000n],
      ["Written to the cache", 20, 75_000n],
      ["Written for an hour", 10, 60_000n],
      ["Output", 5, 75_000n],
    ]);
  });

  it("does not guess what pictures and sound cost", () => {
    const story = aStory({ input_tokens: 30, image_input_tokens: 12, audio_input_tokens: 8, image_output_tokens: 4 });
    expect(billOf(story).map(({ name, tokens, rate }) => [name, tokens, rate])).toEqual([
      ["Input", 10, 3_000_000_000n],
      ["Pictures seen", 12, null],
      ["Sound heard", 8, null],
      ["Output", 1, 15_000_000_000n],
      ["Pictures drawn", 4, null],
    ]);
  });

  it("has no rates where no price was known", () => {
    const lines = billOf(aStory({ price: null }));
    expect(lines.every(({ rate, cost }) => rate === null && cost === null)).toBe(true);
  });

  it("has what was counted by those asked before in vain", () => {
    const vain = { model: "m", provider: "p", upstream: "u", error_code: "server", lasted_ms: 1 };
    const silent = { ...vain, input_tokens: null, output_tokens: null, cost_nano_usd: null };
    const counted = { ...vain, input_tokens: 7, output_tokens: 1, cost_nano_usd: "36000" };
    expect(inVainOf({ earlier_attempts: [silent] })).toBeNull();
    expect(inVainOf({ earlier_attempts: [silent, counted] })).toEqual({ tokens: 8, cost: 36_000n });
  });
});
