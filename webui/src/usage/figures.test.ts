import { expect, it } from "vitest";
import type { UsageRow } from "../api/own";
import { byModel, csv, daysBetween, plotOf, ticks } from "./figures";

const row = (day: string, model: string, cost: string, more: Partial<UsageRow> = {}): UsageRow => ({
  day, model, key_id: null, requests: 1, errors: 0, input_tokens: 10, cached_tokens: 4, output_tokens: 5, cost_nano_usd: cost, ...more,
});

it("has a place for every day, also over the end of a month", () => {
  expect(daysBetween("2026-02-27", "2026-03-01")).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
});

it("adds up keys and keeps the largest model first, in exact money", () => {
  const rows = [row("2026-01-01", "small", "1"), row("2026-01-02", "large", "9007199254740993"), row("2026-01-02", "large", "1", { key_id: "k" })];

  const plot = plotOf({ first: "2026-01-01", last: "2026-01-02", rows }, "cost");

  expect(plot.series.map(({ name, values }) => [name, values])).toEqual([["large", [0n, 9007199254740994n]], ["small", [1n, 0n]]]);
  expect(plot.totals).toEqual([1n, 9007199254740994n]);
});

it("shows six models and the sum of what is left", () => {
  const rows = Array.from({ length: 9 }, (_, index) => row("2026-01-01", `m${index}`, String(100 - index)));

  const { series } = plotOf({ first: "2026-01-01", last: "2026-01-01", rows }, "cost");

  expect(series.map(({ name }) => name)).toEqual(["m0", "m1", "m2", "m3", "m4", "m5", "Other"]);
  expect(series.at(-1)?.values).toEqual([94n + 93n + 92n]);
});

it("counts tokens and requests too", () => {
  const usage = { first: "2026-01-01", last: "2026-01-01", rows: [row("2026-01-01", "m", "1", { requests: 3 })] };

  expect(plotOf(usage, "tokens").totals).toEqual([15n]);
  expect(plotOf(usage, "requests").totals).toEqual([3n]);
});

it.each([[0n, [0n]], [1n, [0n, 1n]], [4n, [0n, 1n, 2n, 3n, 4n]], [9n, [0n, 5n, 10n]], [70n, [0n, 20n, 40n, 60n, 80n]]])("marks %s with round numbers", (highest, marks) => {
  expect(ticks(highest)).toEqual(marks);
});

it("never draws a bar above its marks, nor more than five of them", () => {
  for (let highest = 1n; highest < 10_000n; highest += 37n) {
    const marks = ticks(highest);
    expect(marks.length).toBeLessThanOrEqual(5);
    expect(marks.at(-1)! >= highest).toBe(true);
  }
});

it("sums up by model, the dearest first", () => {
  expect(byModel([row("2026-01-01", "a", "1"), row("2026-01-02", "b", "3"), row("2026-01-02", "a", "1")]).map(({ model, requests, cost }) => [model, requests, cost])).toEqual([["b", 1, 3n], ["a", 2, 2n]]);
});

it("writes a sheet in which nothing runs", () => {
  expect(csv([row("2026-01-01", '=1+"2"', "1")]).split("\r\n")[1]).toBe(`2026-01-01,"'=1+""2""",,1,0,10,4,5,1`);
});
