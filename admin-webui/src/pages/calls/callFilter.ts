import type { CallsWanted } from "../../api/queries";
import { type DayRange, shifted } from "../../format/range";

/** What may be asked about besides the time; each is a name in the address. */
export const filterNames = [
  "model",
  "provider",
  "user",
  "team",
  "key",
  "outcome",
  "source",
  "streamed",
  "client",
] as const;

export type FilterName = (typeof filterNames)[number];
export type Filters = Readonly<Partial<Record<FilterName, string>>>;

export const outcomes = [
  ["ok", "OK"],
  ["error", "Error"],
  ["client_closed", "Client left"],
  ["recovered", "Recovered"],
  ["refused", "Refused"],
] as const;

export const sources = [
  ["chat", "Chat"],
  ["title", "Titles of chats"],
  ["relay", "Relay"],
] as const;

export const ways = [
  ["true", "Streamed"],
  ["false", "Whole"],
] as const;

/** The values that the service knows, of those names that have not just any. */
const known: Readonly<Partial<Record<FilterName, readonly string[]>>> = {
  outcome: outcomes.map(([value]) => value),
  source: sources.map(([value]) => value),
  streamed: ways.map(([value]) => value),
};

/** The filters in an address; what the service would refuse is not one. */
export function filtersFrom(search: URLSearchParams): Filters {
  const found: Partial<Record<FilterName, string>> = {};
  for (const name of filterNames) {
    const value = search
      .get(name)
      ?.trim()
      .slice(0, name === "model" || name === "provider" || name === "client" ? 200 : 64);
    if (value === undefined || value === "" || known[name]?.includes(value) === false) continue;
    found[name] = value;
  }
  return found;
}

/** The question to the service: whole UTC days, both included. */
export function wantedCalls(range: DayRange, filters: Filters, cursor: string | null, limit: number): CallsWanted {
  const { streamed, ...texts } = filters;
  return {
    since: `${range.from}T00:00:00Z`,
    until: `${shifted(range.to, 1)}T00:00:00Z`,
    limit,
    ...(texts as Pick<CallsWanted, "model" | "outcome" | "source">),
    ...(streamed === undefined ? {} : { streamed: streamed === "true" }),
    ...(cursor === null ? {} : { cursor }),
  };
}

/** The page of the calls behind a figure. */
export function callsPath(range: DayRange | null, filters: Filters): string {
  const search = new URLSearchParams({ ...(range ?? {}), ...filters });
  return `/calls?${search}`;
}
