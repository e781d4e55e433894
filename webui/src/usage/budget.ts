/** How a budget stands, in words. */
import { useQuery } from "@tanstack/react-query";
import { own, type Budget } from "../api/own";
import { queries } from "../conversations/data";
import { date } from "../languages/formats";
import { msg, t } from "../languages/speaking";
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

const names = { day: msg("Today's budget"), week: msg("This week's budget"), month: msg("This month's budget"), total: msg("Your budget") };
const usedUp = { day: msg("Today's budget is used up"), week: msg("This week's budget is used up"), month: msg("This month's budget is used up"), total: msg("Your budget is used up") };
const usedInPart = { day: msg("{percent} % of today's budget is used"), week: msg("{percent} % of this week's budget is used"), month: msg("{percent} % of this month's budget is used"), total: msg("{percent} % of your budget is used") };
export const nameOf = (budget: Budget) => t(names[budget.window]);

export const renewal = (budget: Budget): string | null => (budget.ends_at ? t("new on {day}", { day: date(budget.ends_at, { dateStyle: "medium", timeZone: budget.zone }) }) : null);

export const left = (budget: Budget): string => {
  const rest = BigInt(budget.limit_nano_usd) - BigInt(budget.spent_nano_usd) - BigInt(budget.held_nano_usd);
  return money(String(rest > 0n ? rest : 0n));
};

/** The fullest of those that are worth a word, and that word. */
export function warning(budgets: Budget[]): { key: string; standing: Standing; text: string } | null {
  const [fullest] = budgets.filter((budget) => standing(budget) !== "fine").sort((a, b) => percent(b) - percent(a));
  if (!fullest) return null;
  const used = standing(fullest) === "used";
  const amounts = t("{part} of {whole}", { part: money(fullest.spent_nano_usd), whole: money(fullest.limit_nano_usd) });
  const start = used ? t(usedUp[fullest.window]) : t(usedInPart[fullest.window], { percent: percent(fullest) });
  const rest = [amounts, renewal(fullest), used && fullest.hard ? t("answers are refused until then") : null].filter(Boolean).join("; ");
  return { key: `${fullest.window}/${fullest.zone}/${fullest.starts_at ?? ""}/${standing(fullest)}`, standing: standing(fullest), text: t("{start}: {facts}.", { start, facts: rest }) };
}
