import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Link from "@mui/material/Link";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { Download } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { Link as RouterLink, useNavigate } from "react-router";
import type { Usage } from "../../api/answers";
import { csv, download } from "../../format/csv";
import { moneyColumn } from "../../format/money";
import { count, percent, plural } from "../../format/numbers";
import type { DayRange } from "../../format/range";
import { Money } from "../../format/Shown";
import { type Column, DataTable, figure } from "../../tables/DataTable";
import { Panel } from "../../tables/Panel";
import { useSorting } from "../../tables/sorting";
import { behind, type Grouped, type Grouping, grouped, groupings, totalRow } from "./grouping";

function Part({ of, whole }: { readonly of: bigint; readonly whole: bigint }) {
  const permyriad = whole === 0n ? 0 : Number((of * 10_000n) / whole);
  return (
    <Box sx={{ display: "inline-flex", alignItems: "center", gap: 2 }}>
      <Box
        aria-hidden="true"
        sx={{
          width: 64,
          height: 4,
          borderRadius: "2px",
          bgcolor: "surface.two",
          display: { xs: "none", lg: "block" },
        }}
      >
        <Box sx={{ width: `${permyriad / 100}%`, height: "100%", borderRadius: "2px", bgcolor: "primary.main" }} />
      </Box>
      <Box sx={{ minWidth: 44 }}>{percent(permyriad, 10_000)}</Box>
    </Box>
  );
}

function BehindLink({ path, children }: { readonly path: string; readonly children: ReactNode }) {
  return (
    <Link component={RouterLink} to={path} underline="hover" sx={{ color: "text.primary" }}>
      {children}
    </Link>
  );
}

function columnsFor(grouping: Grouping, rows: readonly Grouped[], total: Grouped, range: DayRange): Column<Grouped>[] {
  const told = moneyColumn([...rows.map(({ cost }) => cost), total.cost]);
  const day: Column<Grouped> = {
    id: "day",
    header: "Day (UTC)",
    accessorFn: (row) => row.day ?? "",
    cell: ({ row }) => <BehindLink path={behind(row.original, range)}>{row.original.day ?? "Total"}</BehindLink>,
    meta: { card: grouping === "model" ? "none" : "title", whole: true },
  };
  const model: Column<Grouped> = {
    id: "model",
    header: "Model",
    accessorFn: (row) => row.model ?? "",
    cell: ({ row: { original } }) => {
      if (original.model === null && grouping !== "model") return "";
      if (grouping !== "model") return original.model;
      return <BehindLink path={behind(original, range)}>{original.model ?? "Total"}</BehindLink>;
    },
    meta: { card: "title", whole: true },
  };
  const provider: Column<Grouped> = {
    id: "provider",
    header: "Provider",
    accessorFn: (row) => row.provider ?? "",
    cell: ({ row }) => row.original.provider ?? "",
    meta: { card: "none", from: "desk" },
  };
  const places = { model: [model, provider], day: [day], both: [day, model, provider] }[grouping];
  return [
    ...places,
    figure("requests", "Requests", (row) => row.requests, count),
    figure("errors", "Errors", (row) => row.errors, count, { card: "none" }),
    figure("input", "Input", (row) => row.input, count),
    figure("cached", "From cache", (row) => row.cached, count, { card: "none", from: "desk" }),
    figure("output", "Output", (row) => row.output, count),
    {
      ...figure<Grouped, bigint>("cost", "Cost", (row) => row.cost, String),
      cell: ({ row }) => <Money value={row.original.cost} show={told} />,
    },
    {
      ...figure<Grouped, bigint>("part", "Part of cost", (row) => row.cost, String, { card: "none", from: "desk" }),
      cell: ({ row }) => <Part of={row.original.cost} whole={total.cost} />,
    },
  ];
}

function save(rows: readonly Grouped[], grouping: Grouping, range: DayRange): void {
  const place = { model: ["model", "provider"], day: ["day"], both: ["day", "model", "provider"] }[grouping];
  const header = [...place, "requests", "errors", "input_tokens", "cached_tokens", "output_tokens", "cost_nano_usd"];
  const cells = rows.map((row) => [
    ...(grouping === "model" ? [] : [row.day]),
    ...(grouping === "day" ? [] : [row.model, row.provider]),
    row.requests,
    row.errors,
    row.input,
    row.cached,
    row.output,
    row.cost,
  ]);
  download(
    `usage-by-${grouping === "both" ? "day-and-model" : grouping}-${range.from}-${range.to}.csv`,
    csv(header, cells),
  );
}

interface Props {
  readonly usage: Usage;
  readonly range: DayRange;
  readonly grouping: Grouping;
  readonly dimmed: boolean;
  readonly onGroup: (grouping: Grouping) => void;
}

/** The same figures as the chart, exact, grouped as asked for. */
export function UsageTable({ usage, range, grouping, dimmed, onGroup }: Props) {
  const rows = useMemo(() => grouped(usage.rows, grouping), [usage.rows, grouping]);
  const total = useMemo(() => totalRow(usage.totals), [usage.totals]);
  const columns = useMemo(() => columnsFor(grouping, rows, total, range), [grouping, rows, total, range]);
  const navigate = useNavigate();
  const sorting = useSorting(grouping === "model" ? { id: "cost", desc: true } : { id: "day", desc: true });
  return (
    <Panel
      title="Details"
      subtitle={`${plural(rows.length, "row")}, with their exact sums`}
      actions={
        <Box sx={{ display: "flex", flexWrap: "wrap", gap: 2 }}>
          <ToggleButtonGroup exclusive size="small" value={grouping} aria-label="Rows">
            {groupings.map(({ name, label }) => (
              <ToggleButton key={name} value={name} onClick={() => onGroup(name)}>
                {label}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
          <Button
            variant="outlined"
            color="inherit"
            startIcon={<Download size={15} aria-hidden="true" />}
            onClick={() => save(rows, grouping, range)}
          >
            CSV
          </Button>
        </Box>
      }
    >
      <DataTable
        label="Usage"
        columns={columns}
        rows={rows}
        total={total}
        idOf={(row) => row.id}
        sorting={sorting}
        dimmed={dimmed}
        onOpen={(row) => void navigate(behind(row, range))}
      />
    </Panel>
  );
}
