import type { UsageRow } from "../api/answers";
import { nanos } from "../format/money";

export const mostSeries = 6;
export const otherName = "Other";

export type Metric = "spend" | "requests" | "tokens";

export function measure(row: UsageRow, metric: Metric): bigint {
  switch (metric) {
    case "spend":
      return nanos(row.cost_nano_usd) ?? 0n;
    case "requests":
      return BigInt(row.requests);
    case "tokens":
      return BigInt(row.input_tokens) + BigInt(row.output_tokens);
  }
}

export interface Share {
  readonly name: string;
  readonly value: bigint;
}

/** The models by size, the smallest beyond the sixth gathered as Other; models without any are left out. */
export function sharesByModel(rows: readonly UsageRow[], metric: Metric): readonly Share[] {
  const sums = new Map<string, bigint>();
  for (const row of rows) sums.set(row.model, (sums.get(row.model) ?? 0n) + measure(row, metric));
  const sorted = [...sums]
    .map(([name, value]) => ({ name, value }))
    .filter(({ value }) => value > 0n)
    .sort((one, other) =>
      one.value < other.value ? 1 : one.value > other.value ? -1 : one.name < other.name ? -1 : 1,
    );
  const rest = sorted.slice(mostSeries).reduce((total, { value }) => total + value, 0n);
  return rest === 0n ? sorted.slice(0, mostSeries) : [...sorted.slice(0, mostSeries), { name: otherName, value: rest }];
}

export interface Stack {
  readonly day: string;
  readonly values: ReadonlyMap<string, bigint>;
}

/** One stack a day, gaps kept as empty days, with the same series as `sharesByModel` names. */
export function stacksByDay(
  rows: readonly UsageRow[],
  days: readonly string[],
  names: readonly string[],
  metric: Metric,
): readonly Stack[] {
  const stacks = new Map(days.map((day) => [day, new Map<string, bigint>()]));
  for (const row of rows) {
    const stack = stacks.get(row.day);
    if (stack === undefined) continue;
    const name = names.includes(row.model) ? row.model : otherName;
    stack.set(name, (stack.get(name) ?? 0n) + measure(row, metric));
  }
  return [...stacks].map(([day, values]) => ({ day, values }));
}

const slots = ["s0", "s1", "s2", "s3", "s4", "s5"] as const;

function preferred(name: string): number {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return hash % slots.length;
}

/**
 * A model keeps its colour in every panel: its name chooses the slot, and a taken slot gives way to the next free one in
 * the order of the names, which does not depend on the figures.
 */
export function colours(names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<number>();
  const chosen = new Map<string, string>([[otherName, "var(--mui-palette-series-other)"]]);
  for (const name of names.filter((name) => name !== otherName).toSorted()) {
    let slot = preferred(name);
    while (taken.has(slot) && taken.size < slots.length) slot = (slot + 1) % slots.length;
    taken.add(slot);
    chosen.set(name, `var(--mui-palette-series-${slots[slot]})`);
  }
  return chosen;
}
