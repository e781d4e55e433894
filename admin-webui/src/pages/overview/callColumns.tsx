import type { Call } from "../../api/answers";
import { StateChip } from "../../feedback/StateChip";
import { nanos } from "../../format/money";
import { count, duration } from "../../format/numbers";
import { Money, Time } from "../../format/Shown";
import type { Column } from "../../tables/DataTable";

function caller(call: Call): string {
  return call.user?.email ?? call.key?.name ?? "-";
}

export const callColumns: Column<Call>[] = [
  { id: "model", header: "Model", cell: ({ row }) => row.original.model, meta: { card: "title" } },
  { id: "at", header: "When", cell: ({ row }) => <Time at={row.original.at} none="-" /> },
  { id: "caller", header: "Who", cell: ({ row }) => caller(row.original) },
  { id: "source", header: "From", cell: ({ row }) => row.original.source },
  { id: "outcome", header: "Outcome", cell: ({ row }) => <StateChip state={row.original.outcome} /> },
  { id: "input", header: "Input", cell: ({ row }) => count(row.original.input_tokens), meta: { numeric: true } },
  { id: "output", header: "Output", cell: ({ row }) => count(row.original.output_tokens), meta: { numeric: true } },
  {
    id: "cost",
    header: "Cost",
    cell: ({ row }) => <Money value={nanos(row.original.cost_nano_usd)} />,
    meta: { numeric: true },
  },
  { id: "latency", header: "Time", cell: ({ row }) => duration(row.original.latency_ms), meta: { numeric: true } },
];
