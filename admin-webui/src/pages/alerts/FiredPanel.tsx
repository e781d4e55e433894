import Box from "@mui/material/Box";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import type { FiredAlert } from "../../api/answers";
import { useAddress } from "../../app/address";
import { OpenLink, useAddressOf } from "../../detail/opened";
import { EmptyState } from "../../feedback/EmptyState";
import { ProblemNote } from "../../feedback/ProblemNote";
import { StateChip } from "../../feedback/StateChip";
import { plural } from "../../format/numbers";
import { Time } from "../../format/Shown";
import { type Column, DataTable } from "../../tables/DataTable";
import { Pager, useCursor } from "../../tables/Pager";
import { Panel } from "../../tables/Panel";
import { TableSkeleton } from "../../tables/TableSkeleton";
import { AlertDrawer } from "./AlertDrawer";
import { type AlertState, alertsOf } from "./data";
import { stateOf } from "./state";

const columns: Column<FiredAlert>[] = [
  {
    id: "name",
    header: "Alert",
    cell: ({ row }) => (
      <OpenLink name="alert" id={row.original.id}>
        {row.original.name}
      </OpenLink>
    ),
    meta: { card: "title" },
  },
  { id: "text", header: "What", cell: ({ row }) => row.original.text },
  { id: "state", header: "State", cell: ({ row }) => <StateChip state={stateOf(row.original)} /> },
  { id: "since", header: "Since", cell: ({ row }) => <Time at={row.original.fired_at} none="-" /> },
  { id: "over", header: "Over", cell: ({ row }) => <Time at={row.original.resolved_at} none="Not yet" /> },
];

const states: readonly (readonly [AlertState | "all", string])[] = [
  ["all", "All"],
  ["open", "Now"],
  ["resolved", "Over"],
];

/** What fired, newest first. */
export function FiredPanel() {
  const [address, change] = useAddress();
  const asked = address.get("state");
  const state = asked === "open" || asked === "resolved" ? asked : null;
  const { cursor, forward, back } = useCursor();
  const fired = useQuery(alertsOf(state, cursor));
  const addressOf = useAddressOf("alert");
  const navigate = useNavigate();
  const rows = fired.data?.items ?? [];
  const choose = (name: string | null): void => {
    if (name !== null) change({ state: name === "all" ? null : name, cursor: null }, { replace: true });
  };
  return (
    <Panel
      title="What fired"
      busy={fired.isFetching && !fired.isPending}
      actions={
        <ToggleButtonGroup
          exclusive
          size="small"
          value={state ?? "all"}
          aria-label="Which alerts"
          onChange={(_event, name: string | null) => choose(name)}
        >
          {states.map(([name, label]) => (
            <ToggleButton key={name} value={name}>
              {label}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      }
    >
      {fired.isPending && <TableSkeleton />}
      {fired.isError && rows.length === 0 && (
        <Box sx={{ p: 4 }}>
          <ProblemNote error={fired.error} onRetry={() => void fired.refetch()} />
        </Box>
      )}
      {fired.isSuccess && rows.length === 0 && (
        <EmptyState
          title={state === "open" ? "All is well" : "Nothing has fired"}
          text="The rules below say what you are told of."
        />
      )}
      {rows.length > 0 && (
        <>
          <DataTable
            label="Alerts"
            columns={columns}
            rows={rows}
            idOf={({ id }) => id}
            dimmed={fired.isPlaceholderData}
            onOpen={({ id }) => void navigate(addressOf(id), { replace: true })}
          />
          <Pager
            shown={plural(rows.length, "alert")}
            cursor={cursor}
            next={fired.data?.next_cursor ?? null}
            onForward={forward}
            onBack={back}
          />
        </>
      )}
      <AlertDrawer alerts={rows} />
    </Panel>
  );
}
