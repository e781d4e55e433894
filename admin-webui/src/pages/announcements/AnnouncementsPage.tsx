import Box from "@mui/material/Box";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import type { SaidAnnouncement } from "../../api/answers";
import { answer, client } from "../../api/client";
import { allTeams } from "../../api/queries";
import { Confirm } from "../../feedback/Confirm";
import { EmptyState } from "../../feedback/EmptyState";
import { notify } from "../../feedback/notices";
import { PageHeader } from "../../feedback/PageHeader";
import { ProblemNote } from "../../feedback/ProblemNote";
import { StateChip } from "../../feedback/StateChip";
import { Time } from "../../format/Shown";
import { type Column, DataTable } from "../../tables/DataTable";
import { Guarded } from "../../tables/Guarded";
import { Panel } from "../../tables/Panel";
import { TableSkeleton } from "../../tables/TableSkeleton";
import { AnnouncementForm } from "./AnnouncementForm";
import { announcements } from "./data";
import { levels, teamsTold } from "./words";

type Act = "change" | "withdraw" | "delete";
type Choose = (said: SaidAnnouncement, act: Act) => void;

function Actions({ said, onChoose }: { readonly said: SaidAnnouncement; readonly onChoose: Choose }) {
  const last: Act = said.state === "shown" || said.state === "scheduled" ? "withdraw" : "delete";
  return (
    <Box sx={{ display: "flex", gap: 2, justifyContent: "flex-end" }}>
      <Guarded
        size="small"
        variant="outlined"
        color="inherit"
        aria-label={`Change ${said.title}`}
        onClick={() => onChoose(said, "change")}
      >
        Change
      </Guarded>
      <Guarded
        size="small"
        color="error"
        aria-label={`${last === "withdraw" ? "Withdraw" : "Delete"} ${said.title}`}
        onClick={() => onChoose(said, last)}
      >
        {last === "withdraw" ? "Withdraw" : "Delete"}
      </Guarded>
    </Box>
  );
}

function columnsWith(names: ReadonlyMap<string, string>, onChoose: Choose): Column<SaidAnnouncement>[] {
  return [
    { id: "title", header: "Title", cell: ({ row }) => row.original.title, meta: { card: "title" } },
    { id: "state", header: "State", cell: ({ row }) => <StateChip state={row.original.state} /> },
    {
      id: "level",
      header: "Level",
      cell: ({ row }) => levels.find(([level]) => level === row.original.level)?.[1],
    },
    { id: "for", header: "For", cell: ({ row }) => teamsTold(row.original.teams, names), meta: { cut: 220 } },
    { id: "since", header: "From", cell: ({ row }) => <Time at={row.original.since} none="-" /> },
    { id: "until", header: "Until", cell: ({ row }) => <Time at={row.original.until} none="For good" /> },
    {
      id: "action",
      header: () => <span className="visually-hidden">Action</span>,
      cell: ({ row }) => <Actions said={row.original} onChoose={onChoose} />,
      meta: { card: "action", numeric: true },
    },
  ];
}

function End({
  said,
  act,
  onDone,
}: {
  readonly said: SaidAnnouncement;
  readonly act: Act;
  readonly onDone: () => void;
}) {
  const queries = useQueryClient();
  const withdrawing = act === "withdraw";
  const end = useMutation({
    mutationFn: async (): Promise<unknown> => {
      const params = { path: { announcement_id: said.id } };
      if (withdrawing) return answer(client.POST("/admin/api/announcements/{announcement_id}/withdrawal", { params }));
      const { error, response } = await client.DELETE("/admin/api/announcements/{announcement_id}", { params });
      return answer(Promise.resolve({ data: null, error, response }));
    },
    onSuccess: async () => {
      await queries.invalidateQueries(announcements);
      notify("success", withdrawing ? "The announcement was withdrawn" : "The announcement was deleted");
      onDone();
    },
  });
  return (
    <Confirm
      title={`${withdrawing ? "Withdraw" : "Delete"} “${said.title}”?`}
      verb={withdrawing ? "Withdraw" : "Delete announcement"}
      dangerous
      busy={end.isPending}
      error={end.error}
      onConfirm={() => end.mutate()}
      onCancel={onDone}
    >
      {withdrawing
        ? "It goes from every open page within seconds. A change shows it again."
        : "It cannot be brought back."}
    </Confirm>
  );
}

/** What people read above their chats. */
export default function AnnouncementsPage() {
  const said = useQuery(announcements);
  const teams = useQuery(allTeams);
  const [chosen, setChosen] = useState<{ readonly said: SaidAnnouncement | null; readonly act: Act } | null>(null);
  const names = new Map((teams.data?.items ?? []).map(({ id, name }) => [id, name]));
  const rows = said.data?.items ?? [];
  const done = (): void => setChosen(null);
  return (
    <>
      <PageHeader title="Announcements" text="What people read above their chats, until they dismiss it">
        <Guarded
          variant="contained"
          startIcon={<Plus size={16} aria-hidden="true" />}
          onClick={() => setChosen({ said: null, act: "change" })}
        >
          New announcement
        </Guarded>
      </PageHeader>
      <Panel busy={said.isFetching && !said.isPending}>
        {said.isPending && <TableSkeleton />}
        {said.isError && rows.length === 0 && (
          <Box sx={{ p: 4 }}>
            <ProblemNote error={said.error} onRetry={() => void said.refetch()} />
          </Box>
        )}
        {said.isSuccess && rows.length === 0 && (
          <EmptyState title="Nothing has been announced" text="Say what everybody, or some teams, should know." />
        )}
        {rows.length > 0 && (
          <DataTable
            label="Announcements"
            columns={columnsWith(names, (one, act) => setChosen({ said: one, act }))}
            rows={rows}
            idOf={({ id }) => id}
          />
        )}
      </Panel>
      {chosen?.act === "change" && <AnnouncementForm said={chosen.said} onClose={done} />}
      {chosen !== null && chosen.act !== "change" && chosen.said !== null && (
        <End said={chosen.said} act={chosen.act} onDone={done} />
      )}
    </>
  );
}
