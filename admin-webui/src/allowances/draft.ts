import type { Allowance } from "../api/answers";

type Budget = Allowance["budgets"][number];
export type Window = Budget["window"];

export const windows: readonly (readonly [Window, string])[] = [
  ["day", "A day"],
  ["week", "A week"],
  ["month", "A month"],
  ["total", "In all"],
];

export const mostBudgets = 8;
const largestCount = 1_000_000_000_000;
const largestDollars = 9_000_000;

/** A budget as it is being typed; `id` tells it from others while the form is open. */
export interface BudgetDraft {
  readonly id: number;
  readonly window: Window;
  readonly amount: string;
  readonly hard: boolean;
  readonly zone: string;
}

/** What is typed; empty means no limit. */
export interface Draft {
  readonly requests: string;
  readonly tokens: string;
  readonly parallel: string;
  readonly budgets: readonly BudgetDraft[];
}

export const nothingAllowedFor: Draft = { requests: "", tokens: "", parallel: "", budgets: [] };

function shown(count: number | null | undefined): string {
  return count === null || count === undefined ? "" : String(count);
}

export function draftOf({ limits, budgets }: Allowance): Draft {
  return {
    requests: shown(limits.requests_per_minute),
    tokens: shown(limits.tokens_per_minute),
    parallel: shown(limits.parallel),
    budgets: budgets.map(({ window, limit_usd, hard, zone }, id) => ({ id, window, amount: limit_usd, hard, zone })),
  };
}

/** `1,000` and `1 000` are a thousand as well. */
function plain(text: string): string {
  return text.replace(/[\s,_]/g, "");
}

function countProblem(text: string): string | null {
  const digits = plain(text);
  if (digits === "") return null;
  if (!/^\d+$/.test(digits)) return "Enter a whole number, or nothing for no limit.";
  const count = Number(digits);
  if (count < 1) return "A limit is at least 1. To stop all calls, revoke or disable.";
  return count > largestCount ? "A limit is at most 1,000,000,000,000." : null;
}

export function amountProblem(text: string): string | null {
  const amount = plain(text).replace(/^\$/, "");
  if (amount === "") return "Enter an amount in US dollars.";
  if (!/^\d{1,7}(\.\d{1,9})?$/.test(amount)) return "Enter US dollars, for example 25 or 0.50.";
  return Number(amount) > largestDollars ? "A budget is at most 9,000,000 US dollars." : null;
}

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return /^[A-Za-z]/.test(zone);
  } catch {
    return false;
  }
}

/** What is wrong, as sentences, by the field's name: `requests`, `amount 3`, `zone 3`, `budget 3`. */
export function problemsOf(draft: Draft): ReadonlyMap<string, string> {
  const problems = new Map<string, string>();
  for (const name of ["requests", "tokens", "parallel"] as const) {
    const problem = countProblem(draft[name]);
    if (problem !== null) problems.set(name, problem);
  }
  const seen = new Set<string>();
  for (const { id, window, amount, hard, zone } of draft.budgets) {
    const problem = amountProblem(amount);
    if (problem !== null) problems.set(`amount ${id}`, problem);
    if (!isZone(zone)) problems.set(`zone ${id}`, "There is no such time zone. An example: Europe/Berlin.");
    const place = `${window} ${zone} ${hard}`;
    if (seen.has(place)) problems.set(`budget ${id}`, "There is a budget of this window, zone and kind already.");
    seen.add(place);
  }
  return problems;
}

function counted(text: string): number | null {
  const digits = plain(text);
  return digits === "" ? null : Number(digits);
}

/** What is sent of a draft without problems. */
export function allowanceOf(draft: Draft): Allowance {
  return {
    limits: {
      requests_per_minute: counted(draft.requests),
      tokens_per_minute: counted(draft.tokens),
      parallel: counted(draft.parallel),
    },
    budgets: draft.budgets.map(({ window, amount, hard, zone }) => ({
      window,
      limit_usd: plain(amount).replace(/^\$/, ""),
      hard,
      zone,
    })),
  };
}

/** One more budget, of a kind that is not there yet. */
export function withBudget(draft: Draft, zone: string): Draft {
  const id = Math.max(-1, ...draft.budgets.map((budget) => budget.id)) + 1;
  const order: readonly Window[] = ["month", "day", "week", "total"];
  const free = order.find((window) => draft.budgets.every((budget) => budget.window !== window || !budget.hard));
  return { ...draft, budgets: [...draft.budgets, { id, window: free ?? "month", amount: "", hard: true, zone }] };
}
