import { expect, it } from "vitest";
import { details, summary } from "./usage-line";

const usage = { input_tokens: 1204, cached_tokens: 890, output_tokens: 356, reasoning_tokens: 40, cost_nano_usd: "4200000", first_token_ms: 400, latency_ms: 4640 };

it("says tokens, cost and time in one line", () => {
  expect(summary(usage)).toEqual(["1,560 tokens", "$0.0042", "4.6 s"]);
});

it("says that a price is unknown, or that there is none, rather than nothing", () => {
  expect(summary({ ...usage, cost_nano_usd: null })[1]).toBe("price unknown");
  expect(summary({ ...usage, cost_nano_usd: "0" })[1]).toBe("free");
});

it("tells the whole, with the speed of the writing alone", () => {
  expect(details(usage)).toEqual([
    ["Input", "1,204 tokens (890 cached)"],
    ["Output", "356 tokens (40 thinking)"],
    ["Cost", "$0.0042"],
    ["First word after", "400 ms"],
    ["Time", "4.6 s"],
    ["Speed", "84 tokens/s"],
  ]);
});

it("leaves out what was not measured", () => {
  const names = details({ ...usage, first_token_ms: null, output_tokens: 0 }).map(([name]) => name);

  expect(names).toEqual(["Input", "Output", "Cost", "Time"]);
});
