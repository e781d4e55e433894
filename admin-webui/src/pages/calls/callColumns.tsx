import Box from "@mui/material/Box";
import { useQuery } from "@tanstack/react-query";
import { KeyRound, MessageSquare } from "lucide-react";
import { useMemo } from "react";
import type { Call } from "../../api/answers";
import { allTeams } from "../../api/queries";
import { OpenLink } from "../../detail/opened";
import { StateChip } from "../../feedback/StateChip";
import { moneyColumn, nanos } from "../../format/money";
import { count, duration } from "../../format/numbers";
import { Money, Time } from "../../format/Shown";
import type { Column } from "../../tables/DataTable";

export type TeamNames = ReadonlyMap<string, string>;

/** Teams are few: they are listed once and kept. */
export function useTeamNames(): TeamNames {
  const teams = useQuery({ ...allTeams, staleTime: 300_000 });
  return useMemo(() => new Map((teams.data?.items ?? []).map(({ id, name }) => [id, name])), [teams.data]);
}

/** The user's address, or the team's name: its id where nobody has that any more. */
export function callerOf(call: Call, teams: TeamNames): string {
  return call.user?.email ?? (call.team_id === null ? "-" : (teams.get(call.team_id) ?? call.team_id));
}

const own = { chat: "Chat", title: "Title of a chat", relay: null } as const;

/** Chat, or the key that was used. */
export function Way({ call }: { readonly call: Call }) {
  const Icon = call.source === "relay" ? KeyRound : MessageSquare;
  return (
    <Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 1.5, maxWidth: 180 }}>
      <Box component={Icon} size={14} aria-hidden="true" sx={{ color: "text.disabled", flexShrink: 0 }} />
      <Box component="span" sx={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}>
        {own[call.source] ?? call.key?.name ?? "Relay"}
      </Box>
    </Box>
  );
}

export function callColumns(calls: readonly Call[], teams: TeamNames): Column<Call>[] {
  const told = moneyColumn(calls.map((call) => nanos(call.cost_nano_usd)));
  return [
    {
      id: "model",
      header: "Model",
      cell: ({ row }) => (
        <OpenLink name="call" id={row.original.id}>
          {row.original.model}
        </OpenLink>
      ),
      meta: { whole: true },
    },
    { id: "at", header: "When", cell: ({ row }) => <Time at={row.original.at} none="-" /> },
    { id: "caller", header: "Who", cell: ({ row }) => callerOf(row.original, teams), meta: { cut: 190 } },
    { id: "way", header: "Through", cell: ({ row }) => <Way call={row.original} />, meta: { from: "desk" } },
    { id: "provider", header: "Provider", cell: ({ row }) => row.original.provider, meta: { whole: true } },
    { id: "answer", header: "Answer", cell: ({ row }) => (row.original.stream ? "Streamed" : "Whole") },
    { id: "outcome", header: "Outcome", cell: ({ row }) => <StateChip state={row.original.outcome} quiet /> },
    {
      id: "input",
      header: "Input",
      cell: ({ row }) => count(row.original.input_tokens),
      meta: { numeric: true, from: "desk" },
    },
    {
      id: "output",
      header: "Output",
      cell: ({ row }) => count(row.original.output_tokens),
      meta: { numeric: true, from: "desk" },
    },
    {
      id: "cost",
      header: "Cost",
      cell: ({ row }) => <Money value={nanos(row.original.cost_nano_usd)} show={told} />,
      meta: { numeric: true },
    },
    {
      id: "first",
      header: "First token",
      cell: ({ row }) => duration(row.original.first_token_ms),
      meta: { numeric: true, from: "wide" },
    },
    { id: "latency", header: "Time", cell: ({ row }) => duration(row.original.latency_ms), meta: { numeric: true } },
  ];
}

/** What not everybody wants to see of every call. */
export const seldom: readonly string[] = ["provider", "answer"];
