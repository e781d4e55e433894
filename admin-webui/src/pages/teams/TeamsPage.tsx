import Box from "@mui/material/Box";
import TextField from "@mui/material/TextField";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useNavigate } from "react-router";
import type { Team } from "../../api/answers";
import { answer, client } from "../../api/client";
import { allTeams } from "../../api/queries";
import { OpenLink, useAddressOf } from "../../detail/opened";
import { EmptyState } from "../../feedback/EmptyState";
import { notify } from "../../feedback/notices";
import { PageHeader } from "../../feedback/PageHeader";
import { ProblemNote } from "../../feedback/ProblemNote";
import { count } from "../../format/numbers";
import { Time } from "../../format/Shown";
import { type Column, DataTable } from "../../tables/DataTable";
import { Guarded } from "../../tables/Guarded";
import { Panel } from "../../tables/Panel";
import { TableSkeleton } from "../../tables/TableSkeleton";
import { TeamDrawer } from "./TeamDrawer";

const columns: Column<Team>[] = [
  {
    id: "name",
    header: "Name",
    cell: ({ row }) => (
      <OpenLink name="team" id={row.original.id}>
        {row.original.name}
      </OpenLink>
    ),
    meta: { card: "title" },
  },
  { id: "created", header: "Created", cell: ({ row }) => <Time at={row.original.created_at} none="-" /> },
  { id: "members", header: "Members", cell: ({ row }) => count(row.original.member_count), meta: { numeric: true } },
];

function NewTeam() {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const create = useMutation({
    mutationFn: () => answer(client.POST("/admin/api/teams", { body: { name } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["teams"] });
      notify("success", `The team ${name} was created`);
      setName("");
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Box component="form" onSubmit={submit} sx={{ display: "flex", gap: 2, flexWrap: "wrap" }}>
      <TextField label="New team's name" size="small" value={name} onChange={(event) => setName(event.target.value)} />
      <Guarded type="submit" variant="contained" disabled={name.trim() === ""} loading={create.isPending}>
        Create
      </Guarded>
      {create.isError && <ProblemNote error={create.error} />}
    </Box>
  );
}

export default function TeamsPage() {
  const teams = useQuery(allTeams);
  const addressOf = useAddressOf("team");
  const navigate = useNavigate();
  const rows = teams.data?.items ?? [];
  return (
    <>
      <PageHeader title="Teams" text="Accounts that several people and programs share">
        <NewTeam />
      </PageHeader>
      <Panel>
        {teams.isPending && <TableSkeleton />}
        {teams.isError && rows.length === 0 && (
          <Box sx={{ p: 4 }}>
            <ProblemNote error={teams.error} onRetry={() => void teams.refetch()} />
          </Box>
        )}
        {teams.isSuccess && rows.length === 0 && (
          <EmptyState title="No team yet" text="Create one, then make it a key." />
        )}
        {rows.length > 0 && (
          <DataTable
            label="Teams"
            columns={columns}
            rows={rows}
            idOf={(team) => team.id}
            onOpen={(team) => void navigate(addressOf(team.id), { replace: true })}
          />
        )}
      </Panel>
      <TeamDrawer teams={rows} />
    </>
  );
}
