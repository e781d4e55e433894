import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Link from "@mui/material/Link";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useMemo } from "react";
import { Link as RouterLink } from "react-router";
import type { Analysis, AnalysisPart } from "../../api/answers";
import { save } from "../../api/download";
import { analysisOf } from "../../api/queries";
import { useAddress } from "../../app/address";
import { EmptyState } from "../../feedback/EmptyState";
import { PageHeader } from "../../feedback/PageHeader";
import { ProblemNote } from "../../feedback/ProblemNote";
import { deltaOf } from "../../format/delta";
import { moneyColumn, nanos } from "../../format/money";
import { count, duration, plural } from "../../format/numbers";
import { RangeControl, useRange } from "../../format/RangeControl";
import type { DayRange } from "../../format/range";
import { Money } from "../../format/Shown";
import { shortDay } from "../../format/times";
import { type Column, DataTable, figure } from "../../tables/DataTable";
import { Panel } from "../../tables/Panel";
import { useSorting } from "../../tables/sorting";
import { TableSkeleton } from "../../tables/TableSkeleton";
import { behind, type Dimension, dimensionFrom, dimensions, partName, wantedAnalysis } from "./parts";
import { Summary } from "./Summary";

const costOf = (part: AnalysisPart): bigint => nanos(part.now.cost_nano_usd) ?? 0n;
const costBefore = (part: AnalysisPart): bigint => nanos(part.before.cost_nano_usd) ?? 0n;
const savedBy = (part: AnalysisPart): bigint => nanos(part.now.saved_nano_usd) ?? 0n;

/** By how much more or less it cost than in the time before. */
function Change({ part }: { readonly part: AnalysisPart }) {
  const { direction, text } = deltaOf(costOf(part), costBefore(part));
  if (direction === "same") return "-";
  if (text === "none before") return "new";
  return `${direction === "up" ? "+" : "−"}${text}`;
}

function columnsOf(by: Dimension, range: DayRange, parts: readonly AnalysisPart[]): Column<AnalysisPart>[] {
  const told = moneyColumn(parts.flatMap((part) => [costOf(part), costBefore(part)]));
  const toldSaved = moneyColumn(parts.map(savedBy));
  const time = (id: "p50_ms" | "p95_ms" | "p99_ms", header: string): Column<AnalysisPart> => ({
    ...figure<AnalysisPart, number>(id, header, ({ now }) => now[id] ?? -1, String, { card: "none", from: "wide" }),
    cell: ({ row }) => duration(row.original.now[id]),
  });
  return [
    {
      id: "name",
      header: dimensions.find(({ name }) => name === by)?.label ?? "",
      accessorFn: (part) => partName(part, by),
      cell: ({ row: { original } }) => {
        const path = behind(original, by, range);
        const name = partName(original, by);
        if (path === null) return <Box sx={{ color: "text.secondary" }}>{name}</Box>;
        return (
          <Link
            component={RouterLink}
            to={path}
            underline="hover"
            sx={{ color: "text.primary", fontWeight: 500, overflowWrap: "anywhere" }}
          >
            {name}
          </Link>
        );
      },
      meta: { card: "title" },
    },
    figure("requests", "Requests", ({ now }) => now.requests, count),
    figure("errors", "Errors", ({ now }) => now.errors, count, { card: "none", from: "desk" }),
    figure("input", "Input", ({ now }) => now.input_tokens, count, { from: "desk" }),
    figure("output", "Output", ({ now }) => now.output_tokens, count, { from: "desk" }),
    time("p50_ms", "Half within"),
    time("p95_ms", "95% within"),
    time("p99_ms", "99% within"),
    {
      ...figure<AnalysisPart, bigint>("saved", "Saved", savedBy, String, { card: "none", from: "desk" }),
      cell: ({ row }) => <Money value={savedBy(row.original)} show={toldSaved} />,
    },
    {
      ...figure<AnalysisPart, bigint>("cost", "Cost", costOf, String),
      cell: ({ row }) => <Money value={costOf(row.original)} show={told} />,
    },
    {
      ...figure<AnalysisPart, bigint>("before", "Before", costBefore, String, { card: "none" }),
      cell: ({ row }) => <Money value={costBefore(row.original)} show={told} />,
    },
    {
      ...figure<AnalysisPart, bigint>("change", "Change", (part) => costOf(part) - costBefore(part), String),
      cell: ({ row }) => <Change part={row.original} />,
    },
  ];
}

function Parts({
  analysis,
  by,
  range,
}: {
  readonly analysis: Analysis;
  readonly by: Dimension;
  readonly range: DayRange;
}) {
  const sorting = useSorting({ id: "cost", desc: true });
  const columns = useMemo(() => columnsOf(by, range, analysis.parts), [by, range, analysis.parts]);
  return (
    <>
      <DataTable
        label="Analytics"
        columns={columns}
        rows={analysis.parts}
        idOf={({ id }) => (id === "" ? "none" : id)}
        sorting={sorting}
      />
      <Box
        role="status"
        sx={{ px: 4, py: 2, borderTop: 1, borderColor: "divider", fontSize: "0.8125rem", color: "text.secondary" }}
      >
        {plural(analysis.parts.length, "row")}, compared with {shortDay(analysis.before_first)} to{" "}
        {shortDay(analysis.before_last)}
      </Box>
    </>
  );
}

/** Who and what used how much, beside the same number of days before. */
export default function AnalyticsPage() {
  const [search, change] = useAddress();
  const [range, setRange] = useRange("30d");
  const by = dimensionFrom(search);
  const wanted = wantedAnalysis(by, range);
  const analysis = useQuery(analysisOf(wanted));
  const saving = useMutation({
    mutationFn: (format: "csv" | "json") =>
      save("/admin/api/analytics/export", { ...wanted, format }, `usage-by-${by}-${range.from}-${range.to}.${format}`),
  });
  const found = analysis.data;
  return (
    <>
      <PageHeader title="Analytics" text="Cost, calls and times, beside as many days before; days of UTC">
        <RangeControl range={range} onChoose={setRange} />
      </PageHeader>
      <Box sx={{ display: "flex", flexDirection: "column", gap: { xs: 3, md: 4 } }}>
        {saving.isError && <ProblemNote error={saving.error} />}
        <Summary analysis={found} />
        <Panel busy={analysis.isPlaceholderData}>
          <Box sx={{ display: "flex", flexWrap: "wrap", gap: 3, px: 4, py: 3, justifyContent: "space-between" }}>
            <ToggleButtonGroup exclusive size="small" value={by} aria-label="Added up by" sx={{ flexWrap: "wrap" }}>
              {dimensions.map(({ name, label }) => (
                <ToggleButton
                  key={name}
                  value={name}
                  onClick={() => change({ by: name, sort: null }, { replace: true })}
                >
                  {label}
                </ToggleButton>
              ))}
            </ToggleButtonGroup>
            <Box sx={{ display: "flex", gap: 2 }}>
              {(["csv", "json"] as const).map((format) => (
                <Button
                  key={format}
                  color="inherit"
                  variant="outlined"
                  disabled={found === undefined || found.parts.length === 0}
                  loading={saving.isPending && saving.variables === format}
                  loadingPosition="start"
                  startIcon={<Download size={16} aria-hidden="true" />}
                  onClick={() => saving.mutate(format)}
                >
                  {format.toUpperCase()}
                </Button>
              ))}
            </Box>
          </Box>
          {analysis.isPending && <TableSkeleton />}
          {analysis.isError && found === undefined && (
            <Box sx={{ p: 4 }}>
              <ProblemNote error={analysis.error} onRetry={() => void analysis.refetch()} />
            </Box>
          )}
          {found !== undefined &&
            (found.parts.length === 0 ? (
              <EmptyState title="Nothing was used in these days, nor in those before" text="Choose more days." />
            ) : (
              <Parts analysis={found} by={by} range={range} />
            ))}
        </Panel>
      </Box>
    </>
  );
}
