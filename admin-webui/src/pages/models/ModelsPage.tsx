import Box from "@mui/material/Box";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { KnownModel } from "../../api/answers";
import { assortment } from "../../api/queries";
import { OpenLink, useAddressOf } from "../../detail/opened";
import { EmptyState } from "../../feedback/EmptyState";
import { PageHeader } from "../../feedback/PageHeader";
import { ProblemNote } from "../../feedback/ProblemNote";
import { StateChip } from "../../feedback/StateChip";
import { count } from "../../format/numbers";
import { type Column, DataTable } from "../../tables/DataTable";
import { Guarded } from "../../tables/Guarded";
import { Panel } from "../../tables/Panel";
import { TableSkeleton } from "../../tables/TableSkeleton";
import { ModelDrawer } from "./ModelDrawer";
import { ModelForm } from "./ModelForm";
import { ProvidersPanel } from "./ProvidersPanel";
import { Rates } from "./Rates";

const columns: Column<KnownModel>[] = [
  {
    id: "name",
    header: "Model",
    cell: ({ row }) => (
      <OpenLink name="model" id={row.original.name}>
        {row.original.name}
      </OpenLink>
    ),
    meta: { card: "title" },
  },
  {
    id: "state",
    header: "State",
    cell: ({ row }) => <StateChip quiet state={row.original.is_offered ? "offered" : "removed"} />,
  },
  {
    id: "places",
    header: "Served by",
    cell: ({ row }) => row.original.places.map(({ provider }) => provider).join(", "),
  },
  {
    id: "price",
    header: "Price in / out",
    cell: ({ row }) => <Rates price={row.original.places[0]?.price ?? null} />,
    meta: { numeric: true },
  },
  {
    id: "context",
    header: "Context",
    cell: ({ row }) => (row.original.context_tokens === null ? "-" : count(row.original.context_tokens)),
    meta: { numeric: true },
  },
  {
    id: "whose",
    header: "Defined in",
    cell: ({ row }) => (row.original.whose === "operator" ? "Configuration" : "Here"),
  },
];

/** What is on offer: the operator's configuration, and what administrators said beside it. */
export default function ModelsPage() {
  const found = useQuery(assortment);
  const [adding, setAdding] = useState(false);
  const addressOf = useAddressOf("model");
  const navigate = useNavigate();
  const rows = found.data?.models ?? [];
  return (
    <>
      <PageHeader
        title="Models and providers"
        text="Prices are dollars a million tokens. Every change is served within two seconds, without a restart"
      >
        <Guarded variant="contained" onClick={() => setAdding(true)}>
          Add model
        </Guarded>
      </PageHeader>
      <Box sx={{ display: "grid", gap: 4 }}>
        <Panel title="Models">
          {found.isPending && <TableSkeleton />}
          {found.isError && rows.length === 0 && (
            <Box sx={{ p: 4 }}>
              <ProblemNote error={found.error} onRetry={() => void found.refetch()} />
            </Box>
          )}
          {found.isSuccess && rows.length === 0 && (
            <EmptyState title="No model yet" text="Add a provider below, then one of its models." />
          )}
          {rows.length > 0 && (
            <DataTable
              label="All models"
              columns={columns}
              rows={rows}
              idOf={(model) => model.name}
              onOpen={(model) => void navigate(addressOf(model.name), { replace: true })}
            />
          )}
        </Panel>
        {found.data !== undefined && <ProvidersPanel found={found.data} />}
      </Box>
      {found.data !== undefined && <ModelDrawer found={found.data} />}
      {adding && found.data !== undefined && (
        <ModelForm found={found.data} changed={null} onClose={() => setAdding(false)} />
      )}
    </>
  );
}
