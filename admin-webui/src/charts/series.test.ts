import { describe, expect, it } from "vitest";
import { measure, otherName, ranked, type Sums, sharesByModel, stacksOf, totalOf } from "./series";

type Row = Sums & { readonly model: string; readonly day: string };

function aRow(model: string, cost: bigint, day = "2026-03-01"): Row {
  return {
    day,
    model,
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

  it("are those of the metric", () => {
    expect(measure(aRow("a", 7n), "requests")).toBe(1n);
    expect(measure(aRow("a", 7n), "tokens")).toBe(5n);
    expect(measure(aRow("a", 7n), "spend")).toBe(7n);
  });

  it("of the same size go by name", () => {
    expect(
      ranked([
        ["b", 1n],
        ["a", 1n],
      ]).map(({ name }) => name),
    ).toEqual(["a", "b"]);
  });
});

describe("the stacks", () => {
  const days = ["2026-03-01", "2026-03-02", "2026-03-03"];

  it("keep slots without calls, and forget none of the small models", () => {
    const rows = [aRow("a", 5n), aRow("z", 7n, "2026-03-03"), aRow("a", 1n, "2026-02-01")];
    const stacks = stacksOf(
      rows,
      days,
      (row) => row.day,
      ["a"],
      (row) => [[row.model, measure(row, "spend")]],
    );

    expect(stacks.map((stack) => [...stack.values])).toEqual([[["a", 5n]], [], [[otherName, 7n]]]);
    expect(stacks.map(totalOf)).toEqual([5n, 0n, 7n]);
  });
});
