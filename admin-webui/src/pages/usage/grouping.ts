import type { UsageRow } from "../../api/answers";
import type { Sums } from "../../charts/series";
import { nanos } from "../../format/money";
import type { DayRange } from "../../format/range";
import { callsPath } from "../calls/callFilter";

export const groupings = [
  { name: "model", label: "By model" },
  { name: "day", label: "By day" },
  { name: "both", label: "By day and model" },
] as const;

export type Grouping = (typeof groupings)[number]["name"];

export function groupingFrom(search: URLSearchParams): Grouping {
  return groupings.find(({ name }) => name === search.get("by"))?.name ?? "model";
}

/** A row of the table: `day`, `model` and `provider` are null where they were added up. */
export interface Grouped {
  readonly id: string;
  readonly day: string | null;
  readonly model: string | null;
  readonly provider: string | null;
  readonly requests: number;
  readonly errors: number;
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  readonly cost: bigint;
}

function placeOf(row: UsageRow, grouping: Grouping): Pick<Grouped, "day" | "model" | "provider"> {
  return {
    day: grouping === "model" ? null : row.day,
    model: grouping === "day" ? null : row.model,
    provider: grouping === "day" ? null : row.provider,
  };
}

/** Adds rows up, exactly; in the order in which their places first come. */
export function grouped(rows: readonly UsageRow[], grouping: Grouping): readonly Grouped[] {
  const sums = new Map<string, Grouped>();
  for (const row of rows) {
    const place = placeOf(row, grouping);
    const id = [place.day, place.model, place.provider].filter((part) => part !== null).join(" ");
    const before = sums.get(id);
    sums.set(id, {
      ...place,
      id,
      requests: row.requests + (before?.requests ?? 0),
      errors: row.errors + (before?.errors ?? 0),
      input: row.input_tokens + (before?.input ?? 0),
      cached: row.cached_tokens + (before?.cached ?? 0),
      output: row.output_tokens + (before?.output ?? 0),
      cost: (nanos(row.cost_nano_usd) ?? 0n) + (before?.cost ?? 0n),
    });
  }
  return [...sums.values()];
}

/** The page of the calls that a row adds up. */
export function behind({ day, model, provider }: Grouped, range: DayRange): string {
  return callsPath(day === null ? range : { from: day, to: day }, {
    ...(model === null ? {} : { model }),
    ...(provider === null ? {} : { provider }),
  });
}

/** The totals that the service added up, as a row of the same kind. */
export function totalRow(totals: Sums): Grouped {
  return {
    id: "total",
    day: null,
    model: null,
    provider: null,
    requests: totals.requests,
    errors: totals.errors,
    input: totals.input_tokens,
    cached: totals.cached_tokens,
    output: totals.output_tokens,
    cost: nanos(totals.cost_nano_usd) ?? 0n,
  };
}
