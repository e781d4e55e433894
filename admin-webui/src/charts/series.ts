import { nanos } from "../format/money";

export const mostSeries = 6;
export const otherName = "Other";

/** The sums that every row of the usage, by hour, day, model or account, has. */
export interface Sums {
  readonly requests: number;
  readonly errors: number;
  readonly input_tokens: number;
  readonly cached_tokens: number;
  readonly output_tokens: number;
  readonly cost_nano_usd: string;
}

export type Metric = "spend" | "requests" | "tokens";

export function measure(row: Sums, metric: Metric): bigint {
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

/** The largest first; those beyond the sixth gathered as Other; what is nothing is left out. */
export function ranked(parts: Iterable<readonly [string, bigint]>, most: number = mostSeries): readonly Share[] {
  const sums = new Map<string, bigint>();
  for (const [name, value] of parts) sums.set(name, (sums.get(name) ?? 0n) + value);
  const sorted = [...sums]
    .map(([name, value]) => ({ name, value }))
    .filter(({ value }) => value > 0n)
    .sort((one, other) =>
      one.value < other.value ? 1 : one.value > other.value ? -1 : one.name < other.name ? -1 : 1,
    );
  const rest = sorted.slice(most).reduce((total, { value }) => total + value, 0n);
  return rest === 0n ? sorted.slice(0, most) : [...sorted.slice(0, most), { name: otherName, value: rest }];
}

export function sharesByModel(rows: readonly (Sums & { readonly model: string })[], metric: Metric): readonly Share[] {
  return ranked(rows.map((row) => [row.model, measure(row, metric)] as const));
}

/** `slot` is the day, or the beginning of the hour. */
export interface Stack {
  readonly slot: string;
  readonly values: ReadonlyMap<string, bigint>;
}

/** One stack a slot, slots without calls included; a part that is not among the names counts as Other. */
export function stacksOf<Row>(
  rows: readonly Row[],
  slots: readonly string[],
  slotOf: (row: Row) => string,
  names: readonly string[],
  partsOf: (row: Row) => readonly (readonly [string, bigint])[],
): readonly Stack[] {
  const stacks = new Map(slots.map((slot) => [slot, new Map<string, bigint>()]));
  for (const row of rows) {
    const stack = stacks.get(slotOf(row));
    if (stack === undefined) continue;
    for (const [part, value] of partsOf(row)) {
      const name = names.includes(part) ? part : otherName;
      stack.set(name, (stack.get(name) ?? 0n) + value);
    }
  }
  return [...stacks].map(([slot, values]) => ({ slot, values }));
}

export function totalOf(stack: Stack): bigint {
  return [...stack.values.values()].reduce((sum, value) => sum + value, 0n);
}
