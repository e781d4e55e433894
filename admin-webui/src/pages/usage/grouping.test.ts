import { describe, expect, it } from "vitest";
import type { UsageRow } from "../../api/answers";
import { behind, grouped, groupingFrom, totalRow } from "./grouping";

function aRow(day: string, model: string, cost: string, provider = "p"): UsageRow {
  return {
    day,
    model,
    provider,
    requests: 2,
    errors: 1,
    input_tokens: 10,
    cached_tokens: 4,
    output_tokens: 5,
    cost_nano_usd: cost,
  };
}

const rows = [
  aRow("2026-03-01", "a", "9007199254740993"),
  aRow("2026-03-01", "b", "7"),
  aRow("2026-03-02", "a", "1"),
  aRow("2026-03-02", "a", "5", "q"),
];

describe("usage", () => {
  it("by model keeps a model's providers apart and adds days exactly", () => {
    expect(grouped(rows, "model").map(({ day, model, provider, cost }) => [day, model, provider, cost])).toEqual([
      [null, "a", "p", 9_007_199_254_740_994n],
      [null, "b", "p", 7n],
      [null, "a", "q", 5n],
    ]);
  });

  it("by day adds models and providers", () => {
    const [first, second] = grouped(rows, "day");

    expect(first).toEqual({
      id: "2026-03-01",
      day: "2026-03-01",
      model: null,
      provider: null,
      requests: 4,
      errors: 2,
      input: 20,
      cached: 8,
      output: 10,
      cost: 9_007_199_254_741_000n,
    });
    expect(second?.cost).toBe(6n);
  });

  it("by day and model is every row there is", () => {
    expect(grouped(rows, "both").map(({ id }) => id)).toEqual([
      "2026-03-01 a p",
      "2026-03-01 b p",
      "2026-03-02 a p",
      "2026-03-02 a q",
    ]);
  });

  it("has the service's totals in its last row", () => {
    expect(totalRow(aRow("", "", "12"))).toMatchObject({ requests: 2, input: 10, cached: 4, cost: 12n });
  });
});

describe("the grouping in the address", () => {
  it.each([
    ["", "model"],
    ["by=day", "day"],
    ["by=weather", "model"],
  ])("%j is %s", (search, name) => {
    expect(groupingFrom(new URLSearchParams(search))).toBe(name);
  });
});

describe("the calls behind a row", () => {
  const range = { from: "2026-03-01", to: "2026-03-31" };

  it.each([
    ["model", "/calls?from=2026-03-01&to=2026-03-31&model=m&provider=p"],
    ["day", "/calls?from=2026-03-02&to=2026-03-02"],
    ["both", "/calls?from=2026-03-02&to=2026-03-02&model=m&provider=p"],
  ] as const)("by %s are at %s", (grouping, path) => {
    const [row] = grouped([aRow("2026-03-02", "m", "7")], grouping);
    if (row === undefined) throw new Error("no row");
    expect(behind(row, range)).toBe(path);
  });
});
