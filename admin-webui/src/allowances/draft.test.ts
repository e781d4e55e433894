import { describe, expect, it } from "vitest";
import type { Allowance } from "../api/answers";
import { allowanceOf, type BudgetDraft, type Draft, draftOf, nothingAllowedFor, problemsOf, withBudget } from "./draft";

const allowance: Allowance = {
  limits: { requests_per_minute: 60, tokens_per_minute: null, parallel: 4 },
  budgets: [{ window: "month", limit_usd: "25.5", hard: false, zone: "Europe/Berlin" }],
};

function aBudget(changes: Partial<BudgetDraft>): Draft {
  const budget: BudgetDraft = { id: 0, window: "day", amount: "1", hard: true, zone: "UTC", ...changes };
  return { ...nothingAllowedFor, budgets: [budget] };
}

describe("a draft of limits and budgets", () => {
  it("is sent as it came when nothing was changed", () => {
    expect(allowanceOf(draftOf(allowance))).toEqual(allowance);
  });

  it("takes numbers as people write them", () => {
    const draft = { ...aBudget({ amount: " $1,000.50 " }), requests: "1 000", tokens: "2,000,000" };
    expect(problemsOf(draft).size).toBe(0);
    expect(allowanceOf(draft)).toMatchObject({
      limits: { requests_per_minute: 1000, tokens_per_minute: 2_000_000, parallel: null },
      budgets: [{ limit_usd: "1000.50" }],
    });
  });
});

describe("what the service would refuse", () => {
  it.each([
    ["0", "A limit is at least 1. To stop all calls, revoke or disable."],
    ["-3", "Enter a whole number, or nothing for no limit."],
    ["1.5", "Enter a whole number, or nothing for no limit."],
    ["1000000000001", "A limit is at most 1,000,000,000,000."],
  ])("a limit of %s: %s", (parallel, sentence) => {
    expect(problemsOf({ ...nothingAllowedFor, parallel }).get("parallel")).toBe(sentence);
  });

  it.each([
    ["", "Enter an amount in US dollars."],
    ["ten", "Enter US dollars, for example 25 or 0.50."],
    ["-1", "Enter US dollars, for example 25 or 0.50."],
    ["0.0000000001", "Enter US dollars, for example 25 or 0.50."],
    ["9000001", "A budget is at most 9,000,000 US dollars."],
  ])("a budget of %j: %s", (amount, sentence) => {
    expect(problemsOf(aBudget({ amount })).get("amount 0")).toBe(sentence);
  });

  it.each(["Mars/Base", "", "+02:00"])("a time zone %j", (zone) => {
    expect(problemsOf(aBudget({ zone })).has("zone 0")).toBe(true);
  });

  it("two budgets that cannot be told apart", () => {
    const [first] = aBudget({}).budgets;
    if (first === undefined) throw new Error("no budget");
    const twice = { ...nothingAllowedFor, budgets: [first, { ...first, id: 1, amount: "2" }] };
    expect([...problemsOf(twice).keys()]).toEqual(["budget 1"]);
    const apart = { ...nothingAllowedFor, budgets: [first, { ...first, id: 1, hard: false }] };
    expect(problemsOf(apart).size).toBe(0);
  });
});

describe("one more budget", () => {
  it("is of a window that is free, with an id of its own", () => {
    const two = withBudget(withBudget(nothingAllowedFor, "UTC"), "UTC");
    expect(two.budgets.map(({ id, window }) => [id, window])).toEqual([
      [0, "month"],
      [1, "day"],
    ]);
  });
});
