import Box from "@mui/material/Box";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useNavigate } from "react-router";
import type { User } from "../../api/answers";
import { usersMatching } from "../../api/queries";
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
import { stateOf } from "./ban";
import { ChangeState } from "./ChangeState";
import { UserDrawer } from "./UserDrawer";

const Invitations = lazy(() => import("./Invitations"));

function columnsWith(choose: (user: User) => void): Column<User>[] {
  return [
    {
      id: "name",
      header: "Name",
      cell: ({ row }) => (
        <OpenLink name="user" id={row.original.id}>
          {row.original.name}
        </OpenLink>
      ),
      meta: { card: "title" },
    },
    { id: "email", header: "E-mail", cell: ({ row }) => row.original.email },
    { id: "state", header: "State", cell: ({ row }) => <StateChip state={stateOf(row.original)} quiet /> },
    { id: "seen", header: "Last seen", cell: ({ row }) => <Time at={row.original.last_seen_at} none="Never" /> },
    {
      id: "created",
      header: "Signed up",
      cell: ({ row }) => <Time at={row.original.created_at} none="-" />,
      meta: { card: "none" },
    },
    {
      id: "action",
      header: () => <span className="visually-hidden">Action</span>,
      cell: ({ row }) => {
        const isActive = row.original.state === "active";
        return (
          <Guarded
            size="small"
            variant="outlined"
            color={isActive ? "inherit" : "primary"}
            aria-label={`${isActive ? "Disable" : "Enable"} ${row.original.email}`}
            onClick={() => choose(row.original)}
          >
            {isActive ? "Disable" : "Enable"}
          </Guarded>
        );
      },
      meta: { card: "action", numeric: true },
    },
  ];
}

const usual: readonly string[] = [];

export default function UsersPage() {
  const [address, change] = useAddress();
  const text = address.get("search") ?? "";
  const { cursor, forward, back } = useCursor();
  const users = useQuery(usersMatching(text, cursor));
  const [inviting, setInviting] = useState(false);
  const [chosen, choose] = useState<User | null>(null);
  const addressOf = useAddressOf("user");
  const navigate = useNavigate();
  const { hidden, filters, toggle, keep, forget } = useView("users", usual);
  const columns = columnsWith(choose);
  const rows = users.data?.items ?? [];
  const look = (wanted: string): void => {
    if (wanted !== text) change({ search: wanted === "" ? null : wanted, cursor: null }, { replace: true });
  };
  return (
    <>
      <PageHeader title="Users" text="Everybody with a chat account">
        <SearchField label="Search by name or e-mail" text={text} onSearch={look} />
        <Guarded variant="contained" onClick={() => setInviting(true)}>
          Invite
        </Guarded>
      </PageHeader>
      <Panel busy={users.isFetching && !users.isPending}>
        <Box sx={{ display: "flex", flexWrap: "wrap", gap: 2, px: 4, pt: 3, pb: 2, justifyContent: "flex-end" }}>
          <SavedFilters filters={filters} opened="user" onKeep={keep} onForget={forget} />
          <Box sx={{ display: { xs: "none", md: "block" } }}>
            <ColumnChoice columns={choicesOf(columns)} hidden={hidden} onToggle={toggle} />
          </Box>
        </Box>
        {users.isPending && <TableSkeleton />}
        {users.isError && rows.length === 0 && (
          <Box sx={{ p: 4 }}>
            <ProblemNote error={users.error} onRetry={() => void users.refetch()} />
          </Box>
        )}
        {users.isSuccess && rows.length === 0 && (
          <EmptyState
            title={text === "" ? "Nobody has signed up yet" : "Nobody matches"}
            text={text === "" ? "People sign up at the chat's address." : "Try a part of the name or of the address."}
          />
        )}
        {rows.length > 0 && (
          <>
            <DataTable
              label="Users"
              columns={shownOf(columns, hidden)}
              rows={rows}
              idOf={(user) => user.id}
              dimmed={users.isPlaceholderData}
              onOpen={(user) => void navigate(addressOf(user.id), { replace: true })}
            />
            <Pager
              shown={plural(rows.length, "user")}
              cursor={cursor}
              next={users.data?.next_cursor ?? null}
              onForward={forward}
              onBack={back}
            />
          </>
        )}
      </Panel>
      <UserDrawer users={rows} />
      {inviting && (
        <Suspense>
          <Invitations onClose={() => setInviting(false)} />
        </Suspense>
      )}
      {chosen !== null && <ChangeState user={chosen} onDone={() => choose(null)} />}
    </>
  );
}
