import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
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
import { NewKey } from "./NewKey";

function columnsWith(choose: (key: Key) => void): Column<Key>[] {
  return [
    { id: "name", header: "Name", cell: ({ row }) => row.original.name, meta: { card: "title" } },
    { id: "key", header: "Ends", cell: ({ row }) => <code>…{row.original.last4}</code> },
    { id: "owner", header: "Owner", cell: ({ row }) => row.original.owner.name },
    { id: "state", header: "State", cell: ({ row }) => <StateChip state={row.original.state} /> },
    { id: "created", header: "Since", cell: ({ row }) => <Time at={row.original.created_at} none="-" /> },
    { id: "expires", header: "Expires", cell: ({ row }) => <Time at={row.original.expires_at} none="never" /> },
    { id: "used", header: "Last used", cell: ({ row }) => <Time at={row.original.last_used_at} none="never" /> },
    {
      id: "action",
      header: "Revoke",
      cell: ({ row }) =>
        row.original.state === "active" ? (
          <Guarded size="small" color="error" onClick={() => choose(row.original)}>
            Revoke
          </Guarded>
        ) : null,
      meta: { card: "action" },
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
      verb="Revoke"
      dangerous
      busy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate()}
      onCancel={onDone}
    >
      Whatever uses it is refused at once. This cannot be undone.
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
      <PageHeader title="Keys" text="Keys for /v1. A key's text is shown once, when it is made.">
        <Guarded variant="contained" onClick={() => setMaking(true)}>
          New key
        </Guarded>
      </PageHeader>
      <Panel busy={keys.isFetching && !keys.isPending}>
        {keys.isPending && <TableSkeleton />}
        {keys.isError && <ProblemNote error={keys.error} onRetry={() => void keys.refetch()} />}
        {keys.isSuccess && rows.length === 0 && (
          <EmptyState title="No key yet" text="Make one for a team, and paste it into Cursor or an SDK." />
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
