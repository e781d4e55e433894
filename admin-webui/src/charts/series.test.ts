import { describe, expect, it } from "vitest";
import type { UsageRow } from "../api/answers";
import { colours, otherName, sharesByModel, stacksByDay } from "./series";

function aRow(model: string, cost: bigint, day = "2026-03-01"): UsageRow {
  return {
    day,
    model,
    provider: "p",
    requests: 1,
    errors: 0,
    input_tokens: 2,
    cached_tokens: 0,
    output_tokens: 3,
    cost_nano_usd: cost.toString(),
  };
}

describe("the shares of the models", () => {
  it("are sorted, exact, and leave out models without any", () => {
    const rows = [aRow("small", 1n), aRow("big", 9_007_199_254_740_993n), aRow("free", 0n), aRow("big", 1n)];

    expect(sharesByModel(rows, "spend")).toEqual([
      { name: "big", value: 9_007_199_254_740_994n },
      { name: "small", value: 1n },
    ]);
  });

  it("beyond six become Other and lose nothing", () => {
    const rows = Array.from({ length: 9 }, (_, number) => aRow(`m${number}`, BigInt(100 - number)));
    const shares = sharesByModel(rows, "spend");

    expect(shares).toHaveLength(7);
    expect(shares.at(-1)).toEqual({ name: otherName, value: 94n + 93n + 92n });
  });

  it("stack by day and keep days without calls", () => {
    const stacks = stacksByDay(
      [aRow("a", 5n), aRow("z", 7n, "2026-03-03")],
      ["2026-03-01", "2026-03-02", "2026-03-03"],
      ["a"],
      "spend",
    );

    expect(stacks.map((stack) => [...stack.values])).toEqual([[["a", 5n]], [], [[otherName, 7n]]]);
  });
});

describe("the colour of a model", () => {
  it("does not depend on the order of the figures and is never shared", () => {
    const names = ["gpt-5", "claude", "gemini", "smollm2", "mistral", "llama"];
    const one = colours(names);

    expect(colours(names.toReversed())).toEqual(one);
    expect(new Set(names.map((name) => one.get(name))).size).toBe(6);
  });
});
