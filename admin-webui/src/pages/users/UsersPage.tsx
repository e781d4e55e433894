import TextField from "@mui/material/TextField";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
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
import { type Column, DataTable } from "../../tables/DataTable";
import { Guarded } from "../../tables/Guarded";
import { Pager, useCursor } from "../../tables/Pager";
import { Panel } from "../../tables/Panel";
import { TableSkeleton } from "../../tables/TableSkeleton";

function columnsWith(choose: (user: User) => void): Column<User>[] {
  return [
    { id: "email", header: "E-mail", cell: ({ row }) => row.original.email, meta: { card: "title" } },
    { id: "name", header: "Name", cell: ({ row }) => row.original.name },
    { id: "state", header: "State", cell: ({ row }) => <StateChip state={row.original.state} /> },
    { id: "created", header: "Since", cell: ({ row }) => <Time at={row.original.created_at} none="-" /> },
    { id: "seen", header: "Last seen", cell: ({ row }) => <Time at={row.original.last_seen_at} none="never" /> },
    {
      id: "action",
      header: "Access",
      cell: ({ row }) => (
        <Guarded
          size="small"
          color={row.original.state === "active" ? "error" : "primary"}
          onClick={() => choose(row.original)}
        >
          {row.original.state === "active" ? "Disable" : "Enable"}
        </Guarded>
      ),
      meta: { card: "action" },
    },
  ];
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
      verb={disabling ? "Disable" : "Enable"}
      dangerous={disabling}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate()}
      onCancel={onDone}
    >
      {disabling
        ? "They are signed out everywhere at once, and their keys are refused."
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
  return (
    <>
      <PageHeader title="Users" text="Everybody with a chat account.">
        <TextField
          label="Search by e-mail or name"
          size="small"
          defaultValue={text}
          onChange={(event) => setSearch(event.target.value === "" ? {} : { search: event.target.value })}
        />
      </PageHeader>
      <Panel busy={users.isFetching && !users.isPending}>
        {users.isPending && <TableSkeleton />}
        {users.isError && <ProblemNote error={users.error} onRetry={() => void users.refetch()} />}
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
