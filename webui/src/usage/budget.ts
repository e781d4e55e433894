/** How a budget stands, in words. */
import { useQuery } from "@tanstack/react-query";
import { own, type Budget } from "../api/own";
import { queries } from "../conversations/data";
import { money } from "../models/money";

export const budgetsKey = ["budgets"] as const;
export const useBudgets = () => useQuery({ queryKey: budgetsKey, queryFn: own.budgets, staleTime: 30_000 });
export const refreshBudgets = () => queries.invalidateQueries({ queryKey: budgetsKey });

export const warnedFrom = 80;

/** Of a hundred, rounded down: 100 is only said when all of it is gone. What is held for answers under way counts. */
export function percent({ limit_nano_usd, spent_nano_usd, held_nano_usd }: Pick<Budget, "limit_nano_usd" | "spent_nano_usd" | "held_nano_usd">): number {
  const limit = BigInt(limit_nano_usd);
  return limit === 0n ? 100 : Number(((BigInt(spent_nano_usd) + BigInt(held_nano_usd)) * 100n) / limit);
}

export type Standing = "fine" | "near" | "used";
export const standing = (budget: Budget): Standing => (percent(budget) >= 100 ? "used" : percent(budget) >= warnedFrom ? "near" : "fine");

const names: Record<Budget["window"], string> = { day: "today's budget", week: "this week's budget", month: "this month's budget", total: "your budget" };
export const nameOf = (budget: Budget) => names[budget.window];

const day = (zone: string) => new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: zone });
export const renewal = (budget: Budget): string | null => (budget.ends_at ? `new on ${day(budget.zone).format(new Date(budget.ends_at))}` : null);

export const left = (budget: Budget): string => {
  const rest = BigInt(budget.limit_nano_usd) - BigInt(budget.spent_nano_usd) - BigInt(budget.held_nano_usd);
  return money(String(rest > 0n ? rest : 0n));
};

/** The fullest of those that are worth a word, and that word. */
export function warning(budgets: Budget[]): { key: string; standing: Standing; text: string } | null {
  const [fullest] = budgets.filter((budget) => standing(budget) !== "fine").sort((a, b) => percent(b) - percent(a));
  if (!fullest) return null;
  const used = standing(fullest) === "used";
  const name = nameOf(fullest);
  const amounts = `${money(fullest.spent_nano_usd)} of ${money(fullest.limit_nano_usd)}`;
  const start = used ? `${name.charAt(0).toUpperCase()}${name.slice(1)} is used up` : `${percent(fullest)} % of ${name} is used`;
  const rest = [amounts, renewal(fullest), used && fullest.hard ? "answers are refused until then" : null].filter(Boolean).join("; ");
  return { key: `${fullest.window}/${fullest.zone}/${fullest.starts_at ?? ""}/${standing(fullest)}`, standing: standing(fullest), text: `${start}: ${rest}.` };
}
