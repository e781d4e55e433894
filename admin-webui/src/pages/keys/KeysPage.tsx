import Box from "@mui/material/Box";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useNavigate } from "react-router";
import type { Key } from "../../api/answers";
import { keysWhere } from "../../api/queries";
import { useAddress } from "../../app/address";
import { OpenLink, useAddressOf } from "../../detail/opened";
import { EmptyState } from "../../feedback/EmptyState";
import { PageHeader } from "../../feedback/PageHeader";
import { ProblemNote } from "../../feedback/ProblemNote";
import { StateChip } from "../../feedback/StateChip";
import { plural } from "../../format/numbers";
import { Time } from "../../format/Shown";
import { ColumnChoice } from "../../tables/ColumnChoice";
import { choicesOf, shownOf } from "../../tables/columns";
import { type Column, DataTable } from "../../tables/DataTable";
import { Guarded } from "../../tables/Guarded";
import { Pager, useCursor } from "../../tables/Pager";
import { Panel } from "../../tables/Panel";
import { SavedFilters } from "../../tables/SavedFilters";
import { SearchField } from "../../tables/SearchField";
import { TableSkeleton } from "../../tables/TableSkeleton";
import { useView } from "../../tables/useView";
import { mono } from "../../theme/theme";
import { KeyDrawer } from "./KeyDrawer";
import { OwnerName } from "./Owner";
import { RevokeKey } from "./RevokeKey";

const NewKey = lazy(() => import("./NewKey"));

function columnsWith(choose: (key: Key) => void): Column<Key>[] {
  return [
    {
      id: "name",
      header: "Name",
      cell: ({ row }) => (
        <OpenLink name="key" id={row.original.id}>
          {row.original.name}
        </OpenLink>
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
    { id: "owner", header: "Owner", cell: ({ row }) => <OwnerName owner={row.original.owner} /> },
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

const usual: readonly string[] = [];

export default function KeysPage() {
  const [address, change] = useAddress();
  const text = address.get("search") ?? "";
  const { cursor, forward, back } = useCursor();
  const keys = useQuery(keysWhere({ search: text, cursor }));
  const addressOf = useAddressOf("key");
  const navigate = useNavigate();
  const [chosen, choose] = useState<Key | null>(null);
  const [making, setMaking] = useState(false);
  const { hidden, filters, toggle, keep, forget } = useView("keys", usual);
  const columns = columnsWith(choose);
  const rows = keys.data?.items ?? [];
  return (
    <>
      <PageHeader title="Keys" text="What programs call /v1 with. Each runs on the account of a team or a user.">
        <SearchField
          label="Search by name"
          text={text}
          onSearch={(wanted) => {
            if (wanted !== text) change({ search: wanted === "" ? null : wanted, cursor: null }, { replace: true });
          }}
        />
        <Guarded variant="contained" startIcon={<Plus size={16} aria-hidden="true" />} onClick={() => setMaking(true)}>
          New key
        </Guarded>
      </PageHeader>
      <Panel busy={keys.isFetching && !keys.isPending}>
        <Box sx={{ display: "flex", flexWrap: "wrap", gap: 2, px: 4, pt: 3, pb: 2, justifyContent: "flex-end" }}>
          <SavedFilters filters={filters} opened="key" onKeep={keep} onForget={forget} />
          <Box sx={{ display: { xs: "none", md: "block" } }}>
            <ColumnChoice columns={choicesOf(columns)} hidden={hidden} onToggle={toggle} />
          </Box>
        </Box>
        {keys.isPending && <TableSkeleton />}
        {keys.isError && rows.length === 0 && (
          <Box sx={{ p: 4 }}>
            <ProblemNote error={keys.error} onRetry={() => void keys.refetch()} />
          </Box>
        )}
        {keys.isSuccess && rows.length === 0 && text !== "" && (
          <EmptyState title="No key has a name like this" text="Try a part of the name." />
        )}
        {keys.isSuccess && rows.length === 0 && text === "" && (
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
              columns={shownOf(columns, hidden)}
              rows={rows}
              idOf={(key) => key.id}
              dimmed={keys.isPlaceholderData}
              onOpen={(key) => void navigate(addressOf(key.id), { replace: true })}
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
      <KeyDrawer keys={rows} />
      {chosen !== null && <RevokeKey revoked={chosen} onDone={() => choose(null)} />}
      {making && (
        <Suspense fallback={null}>
          <NewKey onClose={() => setMaking(false)} />
        </Suspense>
      )}
    </>
  );
}
