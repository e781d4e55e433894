import { describe, expect, it } from "vitest";
import type { BudgetStanding, LimitStanding } from "../api/answers";
import { budgetGauge, edgeOf, fullest, gaugesOf, limitGauge } from "./gauges";

function aBudget(changes: Partial<BudgetStanding> = {}): BudgetStanding {
  return {
    window: "month",
    zone: "Europe/Berlin",
    hard: true,
    limit_nano_usd: "50000000000",
    spent_nano_usd: "12500000000",
    held_nano_usd: "0",
    starts_at: "2026-02-28T23:00:00Z",
    ends_at: "2026-03-31T22:00:00Z",
    ...changes,
  };
}

const requests: LimitStanding = { kind: "requests", limit: 60, used: 54, reset_s: 41.2 };

describe("a budget as it stands", () => {
  it("says its window, its zone and what is spent of it", () => {
    expect(budgetGauge(aBudget())).toMatchObject({
      name: "This month (Europe/Berlin), hard",
      used: "$12.50",
      limit: "$50.00",
      permille: 250,
      edge: "calm",
      held: null,
      endsAt: "2026-03-31T22:00:00Z",
    });
  });

  it("counts what is held for calls under way as taken", () => {
    const gauge = budgetGauge(aBudget({ spent_nano_usd: "40000000000", held_nano_usd: "2500000000" }));
    expect(gauge).toMatchObject({ used: "$40.00", held: "$2.50", permille: 850, edge: "near" });
  });

  it("may be overdrawn when it is soft, and is used up when it is nothing", () => {
    expect(budgetGauge(aBudget({ hard: false, spent_nano_usd: "75000000000" }))).toMatchObject({
      permille: 1500,
      edge: "over",
    });
    expect(budgetGauge(aBudget({ limit_nano_usd: "0", spent_nano_usd: "0" })).permille).toBe(1000);
  });

  it("has no zone and no end when it is for all time", () => {
    expect(budgetGauge(aBudget({ window: "total", ends_at: null }))).toMatchObject({
      name: "In all, hard",
      endsAt: null,
    });
  });
});

describe("a limit as it stands", () => {
  it("says when it is whole again, while something is used", () => {
    expect(limitGauge(requests)).toMatchObject({ name: "Requests a minute", used: "54", permille: 900, resetS: 42 });
    expect(limitGauge({ ...requests, used: 0 }).resetS).toBeNull();
    expect(limitGauge({ kind: "parallel", limit: 4, used: 4, reset_s: 0 })).toMatchObject({
      resetS: null,
      edge: "over",
    });
  });
});

describe("how near the edge is", () => {
  it.each([
    [0, "calm"],
    [799, "calm"],
    [800, "near"],
    [999, "near"],
    [1000, "over"],
  ] as const)("at %i permille: %s", (permille, edge) => {
    expect(edgeOf(permille)).toBe(edge);
  });

  it("is told by the fullest", () => {
    expect(fullest(gaugesOf({ limits: [requests], budgets: [aBudget()] }))?.name).toBe("Requests a minute");
    expect(fullest([])).toBeNull();
  });
});
