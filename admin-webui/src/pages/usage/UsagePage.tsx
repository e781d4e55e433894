import Button from "@mui/material/Button";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import type { UsageRow } from "../../api/answers";
import { usageIn } from "../../api/queries";
import { EmptyState } from "../../feedback/EmptyState";
import { PageHeader } from "../../feedback/PageHeader";
import { ProblemNote } from "../../feedback/ProblemNote";
import { csv, download } from "../../format/csv";
import { money, nanos } from "../../format/money";
import { count } from "../../format/numbers";
import { type PresetName, presetOf, presetRange, presets, rangeFromAddress } from "../../format/range";
import { Money } from "../../format/Shown";
import { dayOf } from "../../format/times";
import { type Column, DataTable } from "../../tables/DataTable";
import { Panel } from "../../tables/Panel";
import { TableSkeleton } from "../../tables/TableSkeleton";

const columns: Column<UsageRow>[] = [
  { id: "day", header: "Day (UTC)", cell: ({ row }) => row.original.day, meta: { card: "title" } },
  { id: "model", header: "Model", cell: ({ row }) => row.original.model },
  { id: "provider", header: "Provider", cell: ({ row }) => row.original.provider },
  { id: "requests", header: "Requests", cell: ({ row }) => count(row.original.requests), meta: { numeric: true } },
  { id: "errors", header: "Errors", cell: ({ row }) => count(row.original.errors), meta: { numeric: true } },
  { id: "input", header: "Input", cell: ({ row }) => count(row.original.input_tokens), meta: { numeric: true } },
  { id: "output", header: "Output", cell: ({ row }) => count(row.original.output_tokens), meta: { numeric: true } },
  {
    id: "cost",
    header: "Cost",
    cell: ({ row }) => <Money value={nanos(row.original.cost_nano_usd)} />,
    meta: { numeric: true },
  },
];

function save(rows: readonly UsageRow[]): void {
  const header = ["day", "model", "provider", "requests", "errors", "input_tokens", "output_tokens", "cost_nano_usd"];
  const cells = rows.map((row) => [
    row.day,
    row.model,
    row.provider,
    row.requests,
    row.errors,
    row.input_tokens,
    row.output_tokens,
    row.cost_nano_usd,
  ]);
  download("usage.csv", csv(header, cells));
}

/** What was used from one day to another, by day and model. */
export default function UsagePage() {
  const [search, setSearch] = useSearchParams();
  const today = dayOf(new Date());
  const range = rangeFromAddress(search, today, "7d");
  const usage = useQuery(usageIn(range));
  const choose = (name: PresetName): void => {
    setSearch({ ...presetRange(name, today) });
  };
  const rows = usage.data?.rows ?? [];
  const totals = usage.data?.totals;
  return (
    <>
      <PageHeader title="Usage" text={`${range.from} to ${range.to}, both included (UTC)`}>
        {presets.map(({ name, label }) => (
          <Button
            key={name}
            variant={presetOf(range, today) === name ? "contained" : "outlined"}
            onClick={() => choose(name)}
          >
            {label}
          </Button>
        ))}
        <Button variant="outlined" color="inherit" disabled={rows.length === 0} onClick={() => save(rows)}>
          CSV
        </Button>
      </PageHeader>
      <Panel
        title="By day and model"
        {...(totals === undefined
          ? {}
          : { subtitle: `${count(totals.requests)} requests, ${money(nanos(totals.cost_nano_usd))}` })}
        busy={usage.isFetching && !usage.isPending}
      >
        {usage.isPending && <TableSkeleton />}
        {usage.isError && <ProblemNote error={usage.error} onRetry={() => void usage.refetch()} />}
        {usage.isSuccess && rows.length === 0 && (
          <EmptyState title="No requests in this range" text="Choose a longer one." />
        )}
        {rows.length > 0 && (
          <DataTable
            label="Usage by day and model"
            columns={columns}
            rows={rows}
            idOf={(row) => `${row.day} ${row.model} ${row.provider}`}
          />
        )}
      </Panel>
    </>
  );
}
