import { Download } from "lucide-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import { own, type Usage } from "../api/own";
import { saveText } from "../api/download";
import { number, short } from "../languages/formats";
import { msg, t } from "../languages/speaking";
import { money } from "../models/money";
import { Header } from "../shell/header";
import { Button } from "../ui/button";
import { ProblemCard } from "../ui/problem-card";
import { Segmented } from "../ui/segmented";
import { useBudgets } from "./budget";
import { BudgetCards } from "./budget-cards";
import { DailyChart } from "./daily-chart";
import { byModel, csv, plotOf, type Measure } from "./figures";

const formats: Record<Measure, (value: bigint) => string> = {
  cost: (value) => money(String(value)),
  tokens: (value) => short(Number(value)),
  requests: (value) => number(value),
};
const questions: Record<Measure, [string, string]> = {
  cost: [msg("What did it cost?"), msg("US dollars a day, by model")],
  tokens: [msg("How many tokens?"), msg("Read and written a day, by model")],
  requests: [msg("How many requests?"), msg("Answers a day, by model")],
};

/** What one used, of what is one's own alone: the chat and one's keys. */
export function UsagePage() {
  const [days, setDays] = useState<"7" | "30" | "90">("30");
  const usage = useQuery({ queryKey: ["usage", days], queryFn: () => own.usage(Number(days)), placeholderData: keepPreviousData, staleTime: 5000 });
  const budgets = useBudgets();
  useEffect(() => { document.title = `${t("Usage")} · Parley`; }, []);
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <Header><span className="px-2 text-base font-semibold">{t("Usage")}</span></Header>
      <main className="min-h-0 flex-1 overflow-y-auto px-4 pb-12">
        <div className="mx-auto w-full max-w-4xl space-y-8 pt-2">
          <div className="flex flex-wrap items-center justify-between gap-4">
            <h1 className="text-2xl font-semibold tracking-tight">{t("Your usage and cost")}</h1>
            <Segmented label={t("Days")} value={days} onChange={setDays} choices={[["7", "7"], ["30", "30"], ["90", "90"]]} />
          </div>
          <section aria-label={t("Budgets")}>
            <h2 className="pb-3 text-lg font-semibold">{t("Budgets")}</h2>
            {budgets.isPending ? <div role="status" aria-label={t("Loading your budgets")} className="skeleton h-28 w-full rounded-card" /> : null}
            {budgets.isError ? <ProblemCard error={budgets.error} onRetry={() => void budgets.refetch()} /> : null}
            {budgets.data ? <BudgetCards {...budgets.data} /> : null}
          </section>
          {usage.isPending ? <div role="status" aria-label={t("Loading your usage")} className="skeleton h-96 w-full rounded-card" /> : null}
          {usage.isError ? <ProblemCard error={usage.error} onRetry={() => void usage.refetch()} /> : null}
          {usage.data ? <div className={`space-y-8 ${usage.isPlaceholderData ? "opacity-60" : ""}`}><Figures usage={usage.data} /></div> : null}
        </div>
      </main>
    </div>
  );
}

function Figures({ usage }: { usage: Usage }) {
  const [measure, setMeasure] = useState<Measure>("cost");
  const { totals, rows } = usage;
  const cached = totals.input_tokens > 0 ? Math.round((totals.cached_tokens * 100) / totals.input_tokens) : 0;
  if (rows.length === 0) {
    return <p className="rounded-card border border-border bg-raised p-8 text-center text-text-2">{t("No usage in these days. Ask something in the chat, or use one of your keys, and it appears here.")}</p>;
  }
  const [question, unit] = questions[measure].map((words) => t(words)) as [string, string];
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Figure name={t("Cost")} value={money(totals.cost_nano_usd)} />
        <Figure name={t("Requests")} value={number(totals.requests)} more={totals.errors > 0 ? t("{count} failed", { count: totals.errors }) : t("none failed")} />
        <Figure name={t("Tokens read")} value={short(totals.input_tokens)} more={t("{percent} % from a cache", { percent: cached })} />
        <Figure name={t("Tokens written")} value={short(totals.output_tokens)} />
      </dl>
      <section aria-label={t("By day")} className="rounded-card border border-border bg-raised p-4 sm:p-6">
        <div className="flex flex-wrap items-start justify-between gap-4 pb-6">
          <div><h2 className="text-lg font-semibold">{question}</h2><p className="text-xs text-text-3">{t("{unit}; days of UTC", { unit })}</p></div>
          <Segmented label={t("Shown")} value={measure} onChange={setMeasure} choices={[["cost", t("Cost")], ["tokens", t("Tokens")], ["requests", t("Requests")]]} />
        </div>
        <DailyChart plot={plotOf(usage, measure)} label={question} format={formats[measure]} />
      </section>
      <ByModel usage={usage} />
    </>
  );
}

function Figure({ name, value, more = "" }: { name: string; value: string; more?: string }) {
  return (
    <div className="rounded-card border border-border bg-raised p-4">
      <dt className="text-xs text-text-3">{name}</dt>
      <dd className="pt-1 text-xl font-semibold tabular-nums">{value}</dd>
      <dd className="text-xs text-text-3 tabular-nums">{more}</dd>
    </div>
  );
}

function ByModel({ usage }: { usage: Usage }) {
  return (
    <section aria-label={t("By model")}>
      <div className="flex items-center justify-between gap-3 pb-3">
        <h2 className="text-lg font-semibold">{t("By model")}</h2>
        <Button onClick={() => saveText(`parley usage ${usage.first} to ${usage.last}.csv`, "text/csv", csv(usage.rows))}><Download aria-hidden className="size-4" />{t("CSV")}</Button>
      </div>
      <div role="region" aria-label={t("By model, as a table")} tabIndex={0} className="overflow-x-auto rounded-card border border-border bg-raised">
        <table className="w-full tabular-nums">
          <thead className="text-xs text-text-3">
            <tr><Head start>{t("Model")}</Head><Head>{t("Requests")}</Head><Head>{t("Read")}</Head><Head>{t("Cached")}</Head><Head>{t("Written")}</Head><Head>{t("Cost")}</Head></tr>
          </thead>
          <tbody>
            {byModel(usage.rows).map((row) => (
              <tr key={row.model} className="border-t border-border">
                <th scope="row" dir="auto" className="px-4 py-2 text-start font-medium">{row.model}</th>
                {[row.requests, row.input, row.cached, row.output].map((value, index) => <td key={index} className="px-4 py-2 text-end text-text-2">{number(value)}</td>)}
                <td className="px-4 py-2 text-end">{money(String(row.cost))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const Head = ({ start = false, children }: { start?: boolean; children: ReactNode }) => <th scope="col" className={`px-4 py-2 font-medium ${start ? "text-start" : "text-end"}`}>{children}</th>;
