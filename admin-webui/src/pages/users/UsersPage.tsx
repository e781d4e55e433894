import Box from "@mui/material/Box";
import InputAdornment from "@mui/material/InputAdornment";
import TextField from "@mui/material/TextField";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Search as SearchIcon } from "lucide-react";
import { useEffect, useEffectEvent, useState } from "react";
import { useSearchParams } from "react-router";
import type { User } from "../../api/answers";
import { answer, client } from "../../api/client";
import { usersMatching } from "../../api/queries";
import { Confirm } from "../../feedback/Confirm";
import { EmptyState } from "../../feedback/EmptyState";
import { notify } from "../../feedback/notices";
import { PageHeader } from "../../feedback/PageHeader";
import { ProblemNote } from "../../feedback/ProblemNote";
import { StateChip } from "../../feedback/StateChip";
import { plural } from "../../format/numbers";
import { Time } from "../../format/Shown";
import { useSettled } from "../../format/settled";
import { type Column, DataTable } from "../../tables/DataTable";
import { Guarded } from "../../tables/Guarded";
import { Pager, useCursor } from "../../tables/Pager";
import { Panel } from "../../tables/Panel";
import { TableSkeleton } from "../../tables/TableSkeleton";

function columnsWith(choose: (user: User) => void): Column<User>[] {
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
    { id: "email", header: "E-mail", cell: ({ row }) => row.original.email },
    { id: "state", header: "State", cell: ({ row }) => <StateChip state={row.original.state} quiet /> },
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

/** The search in the address, a quarter of a second after the last key; it begins at the first page. */
function Search({ text, onSearch }: { readonly text: string; readonly onSearch: (text: string) => void }) {
  const [typed, setTyped] = useState(text);
  const settled = useSettled(typed);
  const tell = useEffectEvent(onSearch);
  useEffect(() => tell(settled), [settled]);
  return (
    <TextField
      type="search"
      label="Search by name or e-mail"
      size="small"
      value={typed}
      sx={{ width: { xs: "100%", sm: 280 } }}
      slotProps={{
        input: {
          startAdornment: (
            <InputAdornment position="start">
              <SearchIcon size={16} aria-hidden="true" />
            </InputAdornment>
          ),
        },
      }}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}

function ChangeState({ user, onDone }: { readonly user: User; readonly onDone: () => void }) {
  const queries = useQueryClient();
  const wanted = user.state === "active" ? "disabled" : "active";
  const change = useMutation({
    mutationFn: () =>
      answer(
        client.PATCH("/admin/api/users/{user_id}", { params: { path: { user_id: user.id } }, body: { state: wanted } }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["users"] });
      notify("success", `${user.email} is ${wanted}`);
      onDone();
    },
  });
  const disabling = wanted === "disabled";
  return (
    <Confirm
      title={disabling ? `Disable ${user.email}?` : `Enable ${user.email}?`}
      verb={disabling ? "Disable user" : "Enable user"}
      dangerous={disabling}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate()}
      onCancel={onDone}
    >
      {disabling
        ? "They are signed out everywhere at once, and their keys are refused. Their conversations are kept, and you can enable them again."
        : "They may sign in again, and their keys work again."}
    </Confirm>
  );
}

export default function UsersPage() {
  const [search, setSearch] = useSearchParams();
  const text = search.get("search") ?? "";
  const { cursor, forward, back } = useCursor();
  const users = useQuery(usersMatching(text, cursor));
  const [chosen, choose] = useState<User | null>(null);
  const rows = users.data?.items ?? [];
  const look = (wanted: string): void => {
    if (wanted !== text) setSearch(wanted === "" ? {} : { search: wanted }, { replace: true });
  };
  return (
    <>
      <PageHeader title="Users" text="Everybody with a chat account">
        <Search text={text} onSearch={look} />
      </PageHeader>
      <Panel busy={users.isFetching && !users.isPending}>
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
              columns={columnsWith(choose)}
              rows={rows}
              idOf={(user) => user.id}
              dimmed={users.isPlaceholderData}
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
      {chosen !== null && <ChangeState user={chosen} onDone={() => choose(null)} />}
    </>
  );
}
