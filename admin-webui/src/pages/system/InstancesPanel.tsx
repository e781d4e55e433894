import Box from "@mui/material/Box";
import type { System } from "../../api/answers";
import { EmptyState } from "../../feedback/EmptyState";
import { StateChip } from "../../feedback/StateChip";
import { useNow } from "../../format/now";
import { count } from "../../format/numbers";
import { absolute } from "../../format/times";
import { type Column, DataTable, figure } from "../../tables/DataTable";
import { Panel } from "../../tables/Panel";
import { lasting, services } from "./told";

type Instance = NonNullable<System["instances"]>[number];

function Lasting({ since }: { readonly since: string }) {
  const now = useNow();
  return (
    <Box component="time" dateTime={since} title={absolute(since)} sx={{ whiteSpace: "nowrap" }}>
      {lasting(since, now)}
    </Box>
  );
}

const columns: Column<Instance>[] = [
  {
    id: "service",
    header: "Service",
    cell: ({ row }) => services[row.original.service] ?? row.original.service,
    meta: { card: "title" },
  },
  {
    id: "state",
    header: "State",
    cell: ({ row }) => <StateChip state={row.original.is_leaving ? "leaving" : "serving"} quiet />,
  },
  { id: "since", header: "Runs for", cell: ({ row }) => <Lasting since={row.original.started_at} /> },
  figure("open", "Requests now", ({ open_requests }) => open_requests, count),
  figure("unbooked", "Calls not booked", ({ unbooked }) => unbooked, count),
  { id: "version", header: "Version", cell: ({ row }) => row.original.version },
  {
    id: "where",
    header: "Where",
    cell: ({ row }) => `${row.original.host}, process ${row.original.pid}`,
    meta: { cut: 260 },
  },
];

/** Every process of the services that said lately that it is there. */
export function InstancesPanel({
  instances,
  busy,
}: {
  readonly instances: readonly Instance[] | null;
  readonly busy: boolean;
}) {
  return (
    <Panel title="Instances" subtitle="Each says every few seconds that it is there" busy={busy}>
      {instances === null || instances.length === 0 ? (
        <EmptyState
          title="Nobody has said that they are there"
          text={
            instances === null
              ? "Redis is away, where they say so."
              : "Instances are seen a few seconds after they start."
          }
        />
      ) : (
        <DataTable label="Instances there now" columns={columns} rows={instances} idOf={({ id }) => id} />
      )}
    </Panel>
  );
}
