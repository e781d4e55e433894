import type { BudgetStanding, LimitStanding } from "../api/answers";
import { money, nanos } from "../format/money";
import { count } from "../format/numbers";

export type Edge = "calm" | "near" | "over";

/** A limit or a budget as it stands: how much of it is taken, in words and as a part of the whole. */
export interface Gauge {
  readonly id: string;
  readonly name: string;
  readonly used: string;
  readonly limit: string;
  /** In permille; more than 1000 where a soft budget is overdrawn. */
  readonly permille: number;
  readonly edge: Edge;
  /** Money that is held for calls under way, when there is any. */
  readonly held: string | null;
  readonly endsAt: string | null;
  /** Seconds until a limit is whole again. */
  readonly resetS: number | null;
}

const windows: Readonly<Record<BudgetStanding["window"], string>> = {
  day: "Today",
  week: "This week",
  month: "This month",
  total: "In all",
};

const kinds: Readonly<Record<LimitStanding["kind"], string>> = {
  requests: "Requests a minute",
  tokens: "Tokens a minute",
  parallel: "Calls at once",
};

const nearFrom = 800;

export function edgeOf(permille: number): Edge {
  if (permille >= 1000) return "over";
  return permille >= nearFrom ? "near" : "calm";
}

function permilleOf(used: bigint, limit: bigint): number {
  return limit === 0n ? 1000 : Number((used * 1000n) / limit);
}

export function budgetGauge(budget: BudgetStanding): Gauge {
  const limit = nanos(budget.limit_nano_usd) ?? 0n;
  const held = nanos(budget.held_nano_usd) ?? 0n;
  const spent = nanos(budget.spent_nano_usd) ?? 0n;
  const permille = permilleOf(spent + held, limit);
  const zone = budget.window === "total" ? "" : ` (${budget.zone})`;
  return {
    id: `${budget.window} ${budget.zone} ${budget.hard}`,
    name: `${windows[budget.window]}${zone}, ${budget.hard ? "hard" : "soft"}`,
    used: money(spent),
    limit: money(limit),
    permille,
    edge: edgeOf(permille),
    held: held === 0n ? null : money(held),
    endsAt: budget.ends_at,
    resetS: null,
  };
}

export function limitGauge(limit: LimitStanding): Gauge {
  const permille = permilleOf(BigInt(limit.used), BigInt(limit.limit));
  return {
    id: limit.kind,
    name: kinds[limit.kind],
    used: count(limit.used),
    limit: count(limit.limit),
    permille,
    edge: edgeOf(permille),
    held: null,
    endsAt: null,
    resetS: limit.used === 0 || limit.kind === "parallel" ? null : Math.ceil(limit.reset_s),
  };
}

interface Measured {
  readonly limits: readonly LimitStanding[];
  readonly budgets: readonly BudgetStanding[];
}

export function gaugesOf({ limits, budgets }: Measured): readonly Gauge[] {
  return [...budgets.map(budgetGauge), ...limits.map(limitGauge)];
}

/** The one that stops calls first. */
export function fullest(gauges: readonly Gauge[]): Gauge | null {
  return gauges.reduce<Gauge | null>(
    (most, each) => (most === null || each.permille > most.permille ? each : most),
    null,
  );
}
