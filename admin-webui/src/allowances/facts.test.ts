import { describe, expect, it } from "vitest";
import { differences } from "../changes/facts";
import { nothingAllowedFor } from "./draft";
import { factsOf } from "./facts";

describe("what changes of an allowance", () => {
  it("is told limit by limit and budget by budget", () => {
    const budget = { id: 0, window: "month" as const, amount: "5", hard: true, zone: "UTC" };
    const before = { ...nothingAllowedFor, requests: "10", budgets: [budget] };
    const after = { ...nothingAllowedFor, parallel: "2", budgets: [{ ...budget, amount: "$7" }] };

    expect(differences(factsOf(before), factsOf(after))).toEqual([
      { name: "Requests a minute", before: "10", after: "no limit" },
      { name: "Calls at once", before: "no limit", after: "2" },
      { name: "Budget, a month (UTC, hard)", before: "$5", after: "$7" },
    ]);
  });
});
