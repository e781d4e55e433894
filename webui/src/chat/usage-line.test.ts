import { expect, it } from "vitest";
import { usageText } from "./usage-line";

const usage = { input_tokens: 1204, cached_tokens: 890, output_tokens: 356, reasoning_tokens: 0, cost_nano_usd: "4200000", first_token_ms: 400, latency_ms: 4640 };

it("says tokens, cost, time and speed in one line", () => {
  expect(usageText(usage)).toBe("1,204 in (890 cached) / 356 out, $0.0042, 4.6 s, 84 tok/s");
});

it("says that a price is unknown rather than nothing", () => {
  expect(usageText({ ...usage, cached_tokens: 0, cost_nano_usd: null })).toContain("1,204 in / 356 out, price unknown");
});
