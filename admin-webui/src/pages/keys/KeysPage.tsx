import Box from "@mui/material/Box";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, User, UsersRound } from "lucide-react";
import { useState } from "react";
import type { Key } from "../../api/answers";
import { answer, client } from "../../api/client";
import { keysFrom } from "../../api/queries";
import { Confirm } from "../../feedback/Confirm";
import { EmptyState } from "../../feedback/EmptyState";
import { notify } from "../../feedback/notices";
import { PageHeader } from "../../feedback/PageHeader";
import { ProblemNote } from "../../feedback/ProblemNote";
import { StateChip } from "../../feedback/StateChip";
import { plural } from "../../format/numbers";
import { Time } from "../../format/Shown";
import { type Column, DataTable } from "../../tables/DataTable";
import { Guarded } from "../../tables/Guarded";
import { Pager, useCursor } from "../../tables/Pager";
import { Panel } from "../../tables/Panel";
import { TableSkeleton } from "../../tables/TableSkeleton";
import { mono } from "../../theme/theme";
import { NewKey } from "./NewKey";

function Owner({ owner }: { readonly owner: Key["owner"] }) {
  const Icon = owner.kind === "team" ? UsersRound : User;
  return (
    <Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 1.5 }}>
      <Box
        component={Icon}
        size={14}
        role="img"
        aria-label={owner.kind === "team" ? "Team" : "User"}
        sx={{ color: "text.disabled", flexShrink: 0 }}
      />
      {owner.name}
    </Box>
  );
}

function columnsWith(choose: (key: Key) => void): Column<Key>[] {
  return [
    {
      id: "name",
      header: "Name",
      cell: ({ row }) => (
        <Box component="span" sx={{ fontWeight: 500 }}>
          {row.original.name}
        </Box>
      ),
      meta: { card: "title" },
    },
    {
      id: "key",
      header: "Key",
      cell: ({ row }) => (
        <Box component="code" sx={{ fontFamily: mono, fontSize: "0.75rem", color: "text.secondary" }}>
          {`sk-parley-…${row.original.last4}`}
        </Box>
      ),
      meta: { whole: true },
    },
    { id: "owner", header: "Owner", cell: ({ row }) => <Owner owner={row.original.owner} /> },
    { id: "state", header: "State", cell: ({ row }) => <StateChip state={row.original.state} quiet /> },
    {
      id: "created",
      header: "Created",
      cell: ({ row }) => <Time at={row.original.created_at} none="-" />,
      meta: { card: "none" },
    },
    { id: "expires", header: "Expires", cell: ({ row }) => <Time at={row.original.expires_at} none="No end" /> },
    { id: "used", header: "Last used", cell: ({ row }) => <Time at={row.original.last_used_at} none="Never" /> },
    {
      id: "action",
      header: () => <span className="visually-hidden">Action</span>,
      cell: ({ row }) =>
        row.original.state === "active" ? (
          <Guarded
            size="small"
            variant="outlined"
            color="inherit"
            aria-label={`Revoke ${row.original.name}`}
            onClick={() => choose(row.original)}
          >
            Revoke
          </Guarded>
        ) : null,
      meta: { card: "action", numeric: true },
    },
  ];
}

function Revoke({ revoked, onDone }: { readonly revoked: Key; readonly onDone: () => void }) {
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () =>
      answer(client.POST("/admin/api/keys/{key_id}/revoke", { params: { path: { key_id: revoked.id } } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["keys"] });
      notify("success", `The key ${revoked.name} was revoked`);
      onDone();
    },
  });
  return (
    <Confirm
      title={`Revoke the key ${revoked.name}?`}
      verb="Revoke key"
      dangerous
      busy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate()}
      onCancel={onDone}
    >
      {`Whatever uses sk-parley-…${revoked.last4} is refused at once, on the account of ${revoked.owner.name}. This cannot be undone: who needs it again needs a new key.`}
    </Confirm>
  );
}

export default function KeysPage() {
  const { cursor, forward, back } = useCursor();
  const keys = useQuery(keysFrom(cursor));
  const [chosen, choose] = useState<Key | null>(null);
  const [making, setMaking] = useState(false);
  const rows = keys.data?.items ?? [];
  return (
    <>
      <PageHeader title="Keys" text="What programs call /v1 with. Each runs on the account of a team or a user.">
        <Guarded variant="contained" startIcon={<Plus size={16} aria-hidden="true" />} onClick={() => setMaking(true)}>
          New key
        </Guarded>
      </PageHeader>
      <Panel busy={keys.isFetching && !keys.isPending}>
        {keys.isPending && <TableSkeleton />}
        {keys.isError && rows.length === 0 && (
          <Box sx={{ p: 4 }}>
            <ProblemNote error={keys.error} onRetry={() => void keys.refetch()} />
          </Box>
        )}
        {keys.isSuccess && rows.length === 0 && (
          <EmptyState title="No key yet" text="Make one for a team or a user, and paste it into Cursor or an SDK.">
            <Guarded variant="contained" onClick={() => setMaking(true)}>
              New key
            </Guarded>
          </EmptyState>
        )}
        {rows.length > 0 && (
          <>
            <DataTable
              label="Keys"
              columns={columnsWith(choose)}
              rows={rows}
              idOf={(key) => key.id}
              dimmed={keys.isPlaceholderData}
            />
            <Pager
              shown={plural(rows.length, "key")}
              cursor={cursor}
              next={keys.data?.next_cursor ?? null}
              onForward={forward}
              onBack={back}
            />
          </>
        )}
      </Panel>
      {chosen !== null && <Revoke revoked={chosen} onDone={() => choose(null)} />}
      {making && <NewKey onClose={() => setMaking(false)} />}
    </>
  );
}
