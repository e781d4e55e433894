import { CircleCheck, OctagonAlert, TriangleAlert } from "lucide-react";
import type { Budgets } from "../api/own";
import { listed } from "../languages/formats";
import { rich } from "../languages/rich";
import { msg, t } from "../languages/speaking";
import { money } from "../models/money";
import { left, nameOf, percent, renewal, standing } from "./budget";

const looks = {
  fine: { Icon: CircleCheck, word: msg("Room left"), text: "text-ok", bar: "bg-accent" },
  near: { Icon: TriangleAlert, word: msg("Nearly used"), text: "text-warn", bar: "bg-warn" },
  used: { Icon: OctagonAlert, word: msg("Used up"), text: "text-danger", bar: "bg-danger" },
} as const;

/** What is left of each budget, and when it begins anew. */
export function BudgetCards({ budgets, limits }: Budgets) {
  if (budgets.length === 0 && limits.length === 0) return <p className="text-text-2">{t("No budget is set for you. Your administrator can set one.")}</p>;
  return (
    <>
      <ul className="grid gap-3 sm:grid-cols-2">
        {budgets.map((budget) => {
          const { Icon, word, text, bar } = looks[standing(budget)];
          const name = nameOf(budget);
          const used = percent(budget);
          return (
            <li key={`${budget.window} ${budget.zone} ${budget.hard}`} className="rounded-card border border-border bg-raised p-4">
              <p className="flex items-center justify-between gap-3">
                <span className="font-medium first-letter:uppercase">{name}</span>
                <span className={`inline-flex items-center gap-1.5 text-xs ${text}`}><Icon aria-hidden className="size-4" />{t(word)}</span>
              </p>
              <p className="pt-2 text-lg font-semibold tabular-nums">{rich("{rest} <small>left of {limit}</small>", { rest: left(budget), small: (words) => <span className="text-sm font-normal text-text-2">{words.replace("{limit}", money(budget.limit_nano_usd))}</span> })}</p>
              <div role="progressbar" aria-label={t("Used of {name}", { name })} aria-valuenow={Math.min(100, used)} aria-valuemin={0} aria-valuemax={100} className="mt-3 h-2 overflow-hidden rounded-full bg-surface-2">
                <div className={`h-full ${bar}`} style={{ width: `${Math.min(100, used)}%` }} />
              </div>
              <p className="pt-2 text-xs text-text-3 tabular-nums">{[t("{percent} % used", { percent: used }), renewal(budget), budget.hard ? t("answers are refused when it is used up") : t("only a notice when it is used up")].filter(Boolean).join(" · ")}</p>
            </li>
          );
        })}
      </ul>
      {limits.length > 0 ? <p className="pt-3 text-text-2">{t("Limits: {limits}.", { limits: listed(limits.map(({ kind, limit }) => words(limit)[kind])) })}</p> : null}
    </>
  );
}

const words = (count: number) => ({ requests: t("{count} requests a minute", { count }), tokens: t("{count} tokens a minute", { count }), parallel: t("{count} answers at once", { count }) });
