/** Rows of usage as a plot needs them. Money stays exact until a bar is drawn. */
import type { Usage, UsageRow } from "../api/own";
import { msg } from "../languages/speaking";

export type Measure = "cost" | "tokens" | "requests";
export type Series = { name: string; values: bigint[]; total: bigint };
export type Plot = { days: string[]; series: Series[]; totals: bigint[] };

const seriesMax = 6;
export const others = msg("Other");

export function amount(row: UsageRow, measure: Measure): bigint {
  if (measure === "cost") return BigInt(row.cost_nano_usd);
  return BigInt(measure === "tokens" ? row.input_tokens + row.output_tokens : row.requests);
}

export function daysBetween(first: string, last: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += 86_400_000) days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

/** One series a model, the largest first; what is left over is summed up as the last one. */
export function plotOf({ first, last, rows }: Pick<Usage, "first" | "last" | "rows">, measure: Measure): Plot {
  const days = daysBetween(first, last);
  const place = new Map(days.map((day, index) => [day, index]));
  const byModel = new Map<string, bigint[]>();
  for (const row of rows) {
    const at = place.get(row.day);
    if (at === undefined) continue;
    const values = byModel.get(row.model) ?? days.map(() => 0n);
    values[at]! += amount(row, measure);
    byModel.set(row.model, values);
  }
  const all = [...byModel].map(([name, values]) => ({ name, values, total: sum(values) })).sort((a, b) => compare(b.total, a.total) || (a.name < b.name ? -1 : 1));
  const shown = all.length > seriesMax + 1 ? all.slice(0, seriesMax) : all;
  const rest = all.slice(shown.length);
  const values = days.map((_, day) => sum(rest.map((each) => each.values[day]!)));
  const series = rest.length > 0 ? [...shown, { name: others, values, total: sum(values) }] : shown;
  return { days, series, totals: days.map((_, day) => sum(series.map((each) => each.values[day]!))) };
}

/** At most five round marks from nothing to above the highest bar. */
export function ticks(highest: bigint): bigint[] {
  if (highest <= 0n) return [0n];
  let step = 1n;
  for (let turn = 0; highest > step * 4n; turn += 1) step = turn % 3 === 1 ? (step / 2n) * 5n : step * 2n;
  const marks: bigint[] = [];
  for (let at = 0n; at < highest + step; at += step) marks.push(at);
  return marks;
}

/** By model, the dearest first. */
export function byModel(rows: UsageRow[]): { model: string; requests: number; input: number; cached: number; output: number; cost: bigint }[] {
  const found = new Map<string, { model: string; requests: number; input: number; cached: number; output: number; cost: bigint }>();
  for (const row of rows) {
    const sums = found.get(row.model) ?? { model: row.model, requests: 0, input: 0, cached: 0, output: 0, cost: 0n };
    sums.requests += row.requests;
    sums.input += row.input_tokens;
    sums.cached += row.cached_tokens;
    sums.output += row.output_tokens;
    sums.cost += BigInt(row.cost_nano_usd);
    found.set(row.model, sums);
  }
  return [...found.values()].sort((a, b) => compare(b.cost, a.cost) || b.requests - a.requests);
}

/** RFC 4180. What begins like a formula is quoted, since a sheet would run it. */
export function csv(rows: UsageRow[]): string {
  const head = ["day", "model", "key", "requests", "errors", "input_tokens", "cached_tokens", "output_tokens", "cost_nano_usd"];
  const lines = rows.map((row) => [row.day, row.model, row.key_id ?? "", row.requests, row.errors, row.input_tokens, row.cached_tokens, row.output_tokens, row.cost_nano_usd]);
  return [head, ...lines].map((line) => line.map((cell) => field(String(cell))).join(",")).join("\r\n");
}

function field(text: string): string {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const sum = (values: bigint[]) => values.reduce((total, value) => total + value, 0n);
const compare = (one: bigint, other: bigint) => (one < other ? -1 : one > other ? 1 : 0);
