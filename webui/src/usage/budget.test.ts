import { expect, it, vi } from "vitest";
import type { Budget } from "../api/own";

vi.stubGlobal("location", new URL("http://localhost/"));
vi.stubGlobal("addEventListener", () => {});
const { left, percent, warning } = await import("./budget");

const budget = (spent: string, more: Partial<Budget> = {}): Budget => ({
  window: "month", zone: "UTC", hard: true, limit_nano_usd: "5000000000", spent_nano_usd: spent, held_nano_usd: "0",
  starts_at: "2026-01-01T00:00:00Z", ends_at: "2026-02-01T00:00:00Z", ...more,
});

it.each([["0", 0], ["3999999999", 79], ["4000000000", 80], ["4999999999", 99], ["5000000000", 100], ["6000000000", 120]])("tells that %s of five dollars is %i %%", (spent, expected) => {
  expect(percent(budget(spent))).toBe(expected);
});

it("counts what is held for answers under way", () => {
  expect(percent(budget("2000000000", { held_nano_usd: "2000000000" }))).toBe(80);
  expect(left(budget("2000000000", { held_nano_usd: "4000000000" }))).toBe("$0.00");
});

it("says nothing of a budget with room", () => {
  expect(warning([budget("3999999999")])).toBeNull();
  expect(warning([])).toBeNull();
});

it("warns before a budget is reached", () => {
  expect(warning([budget("4100000000")])?.text).toBe("82 % of this month's budget is used: $4.10 of $5.00; new on Feb 1, 2026.");
});

it("says of a hard budget that is used up what follows from it", () => {
  const told = warning([budget("4100000000"), budget("5000000000", { window: "day", ends_at: "2026-01-02T00:00:00Z" })]);

  expect(told?.standing).toBe("used");
  expect(told?.text).toBe("Today's budget is used up: $5.00 of $5.00; new on Jan 2, 2026; answers are refused until then.");
  expect(warning([budget("5000000000", { hard: false })])?.text).not.toContain("refused");
});

it("says a warning anew in a new period and at a new height", () => {
  const keys = [budget("4100000000"), budget("5000000000"), budget("4100000000", { starts_at: "2026-02-01T00:00:00Z" })].map((each) => warning([each])?.key);
  expect(new Set(keys).size).toBe(3);
});
