import Box from "@mui/material/Box";
import Button, { type ButtonProps } from "@mui/material/Button";
import Tooltip from "@mui/material/Tooltip";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Colleague } from "../../api/answers";
import { PageHeader } from "../../feedback/PageHeader";
import { ProblemNote } from "../../feedback/ProblemNote";
import { StateChip } from "../../feedback/StateChip";
import { Time } from "../../format/Shown";
import { useSession } from "../../session/session";
import { type Column, DataTable } from "../../tables/DataTable";
import { Panel } from "../../tables/Panel";
import { TableSkeleton } from "../../tables/TableSkeleton";
import { type Act, ChangeAdministrator } from "./ChangeAdministrator";
import { colleagues } from "./data";
import { NewAdministrator } from "./NewAdministrator";
import { RestoreEntry } from "./RestoreEntry";
import { isLastRoot, roleTold } from "./roles";

type Choice = Act | "restore";
type Choose = (who: Colleague, act: Choice) => void;

/** Visible but disabled, with the reason, where there is one. */
function Reasoned({ reason, ...props }: ButtonProps & { readonly reason: string | null }) {
  if (reason === null) return <Button {...props} />;
  return (
    <Tooltip title={reason}>
      <span>
        <Button {...props} disabled />
      </span>
    </Tooltip>
  );
}

function useReason(): string | null {
  const role = useSession((session) => session.administrator?.role);
  return role === "root" ? null : "Only a root changes administrators.";
}

function Actions({
  who,
  last,
  onChoose,
}: {
  readonly who: Colleague;
  readonly last: boolean;
  readonly onChoose: Choose;
}) {
  const role = useReason();
  const own = useSession((session) => session.administrator?.id) === who.id;
  const lost = role ?? (own ? "Your own password and second factor are in the menu at the top right." : null);
  const reason = role ?? (last ? "The last root stays: make somebody else root first." : null);
  const disabling = who.state === "active";
  const act = (label: string, wanted: Choice, look: ButtonProps, barred = reason) => (
    <Reasoned
      reason={barred}
      size="small"
      aria-label={`${label} ${who.email}`}
      onClick={() => onChoose(who, wanted)}
      {...look}
    >
      {label}
    </Reasoned>
  );
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", gap: 2, justifyContent: "flex-end" }}>
      {act("Change role", "role", { variant: "outlined", color: "inherit" })}
      {act(disabling ? "Disable" : "Enable", "state", {
        variant: "outlined",
        color: disabling ? "inherit" : "primary",
      })}
      {act("Lost access", "restore", { variant: "outlined", color: "inherit" }, lost)}
      {act("Remove", "remove", { color: "error" })}
    </Box>
  );
}

function columnsWith(all: readonly Colleague[], onChoose: Choose): Column<Colleague>[] {
  return [
    { id: "name", header: "Name", cell: ({ row }) => row.original.name, meta: { card: "title" } },
    { id: "email", header: "E-mail", cell: ({ row }) => row.original.email },
    { id: "role", header: "Role", cell: ({ row }) => roleTold(row.original.role) },
    { id: "state", header: "State", cell: ({ row }) => <StateChip state={row.original.state} quiet /> },
    {
      id: "factor",
      header: "Second factor",
      cell: ({ row }) => <StateChip state={row.original.has_second_factor ? "on" : "off"} quiet />,
    },
    { id: "created", header: "Since", cell: ({ row }) => <Time at={row.original.created_at} none="-" /> },
    {
      id: "action",
      header: () => <span className="visually-hidden">Action</span>,
      cell: ({ row }) => <Actions who={row.original} last={isLastRoot(row.original, all)} onChoose={onChoose} />,
      meta: { card: "action", numeric: true },
    },
  ];
}

export default function AdministratorsPage() {
  const found = useQuery(colleagues);
  const [adding, setAdding] = useState(false);
  const [chosen, choose] = useState<{ readonly who: Colleague; readonly act: Choice } | null>(null);
  const reason = useReason();
  const rows = found.data?.items ?? [];
  return (
    <>
      <PageHeader title="Administrators" text="Who looks after this system, and what their role allows">
        <Reasoned reason={reason} variant="contained" onClick={() => setAdding(true)}>
          New administrator
        </Reasoned>
      </PageHeader>
      <Panel busy={found.isFetching && !found.isPending}>
        {found.isPending && <TableSkeleton />}
        {found.isError && (
          <Box sx={{ p: 4 }}>
            <ProblemNote error={found.error} onRetry={() => void found.refetch()} />
          </Box>
        )}
        {rows.length > 0 && (
          <DataTable
            label="Administrators"
            columns={columnsWith(rows, (who, act) => choose({ who, act }))}
            rows={rows}
            idOf={(who) => who.id}
          />
        )}
      </Panel>
      {adding && <NewAdministrator onClose={() => setAdding(false)} />}
      {chosen !== null &&
        (chosen.act === "restore" ? (
          <RestoreEntry who={chosen.who} onDone={() => choose(null)} />
        ) : (
          <ChangeAdministrator who={chosen.who} act={chosen.act} onDone={() => choose(null)} />
        ))}
    </>
  );
}
