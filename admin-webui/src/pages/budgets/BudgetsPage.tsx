import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { useQuery } from "@tanstack/react-query";
import { KeyRound, type LucideIcon, User, UsersRound } from "lucide-react";
import { useMemo } from "react";
import { Link as RouterLink, useNavigate } from "react-router";
import { Bar, EdgeWord } from "../../allowances/GaugeBar";
import type { Ranked } from "../../api/answers";
import { rankingFrom } from "../../api/queries";
import { useAddress } from "../../app/address";
import { EmptyState } from "../../feedback/EmptyState";
import { PageHeader } from "../../feedback/PageHeader";
import { ProblemNote } from "../../feedback/ProblemNote";
import { count, percent, plural } from "../../format/numbers";
import { Time } from "../../format/Shown";
import { type Column, DataTable } from "../../tables/DataTable";
import { Pager, useCursor } from "../../tables/Pager";
import { Panel } from "../../tables/Panel";
import { TableSkeleton } from "../../tables/TableSkeleton";
import { edgeFrom, edges, leastOf, type Rank, ranksOf, subjectPath } from "./ranks";

const kinds: Readonly<Record<Ranked["kind"], readonly [string, LucideIcon]>> = {
  key: ["Key", KeyRound],
  user: ["User", User],
  team: ["Team", UsersRound],
};

function Name({ subject }: { readonly subject: Ranked }) {
  const [word, Icon] = kinds[subject.kind];
  return (
    <Box sx={{ display: "flex", alignItems: "center", gap: 2 }}>
      <Box component={Icon} size={14} role="img" aria-label={word} sx={{ color: "text.disabled", flexShrink: 0 }} />
      <Box sx={{ minWidth: { md: 150 } }}>
        <Link
          component={RouterLink}
          to={subjectPath(subject)}
          underline="hover"
          sx={{ color: "text.primary", fontWeight: 500, overflowWrap: "anywhere" }}
        >
          {subject.name}
        </Link>
        {subject.owner_name !== "" && (
          <Box component="span" sx={{ color: "text.secondary" }}>{` of ${subject.owner_name}`}</Box>
        )}
      </Box>
    </Box>
  );
}

function Fullness({ rank }: { readonly rank: Rank }) {
  const { permille, edge } = rank.worst;
  return (
    <Box
      sx={{
        minWidth: { md: 250 },
        display: "flex",
        flexWrap: { xs: "wrap", md: "nowrap" },
        justifyContent: "flex-end",
        alignItems: "center",
        columnGap: 3,
      }}
    >
      <Box sx={{ flex: 1, minWidth: 96 }}>
        <Bar permille={permille} edge={edge} />
      </Box>
      <Box className="number" sx={{ minWidth: 52, textAlign: "right", fontWeight: edge === "calm" ? 400 : 600 }}>
        {percent(permille, 1000)}
      </Box>
      <Box sx={{ minWidth: { md: 116 }, flexBasis: { xs: edge === "calm" ? 0 : "100%", md: "auto" } }}>
        <EdgeWord edge={edge} />
      </Box>
    </Box>
  );
}

const columns: Column<Rank>[] = [
  { id: "name", header: "Who", cell: ({ row }) => <Name subject={row.original.subject} />, meta: { card: "title" } },
  { id: "fullness", header: "How full", cell: ({ row }) => <Fullness rank={row.original} /> },
  { id: "worst", header: "What is fullest", cell: ({ row }) => row.original.worst.name, meta: { label: "Fullest" } },
  {
    id: "used",
    header: "Used",
    cell: ({ row }) => `${row.original.worst.used} of ${row.original.worst.limit}`,
    meta: { numeric: true },
  },
  {
    id: "held",
    header: "Held",
    cell: ({ row }) => row.original.worst.held ?? "-",
    meta: { numeric: true, card: "none", from: "wide" },
  },
  {
    id: "ends",
    header: "Begins anew",
    cell: ({ row }) => {
      const { endsAt, resetS } = row.original.worst;
      return resetS === null ? <Time at={endsAt} none="-" /> : `in ${resetS} s`;
    },
  },
  {
    id: "others",
    header: "All of theirs",
    cell: ({ row }) => plural(row.original.gauges.length, "limit or budget", "limits and budgets"),
    meta: { card: "none", from: "wide" },
  },
];

/** Whoever has limits and budgets of their own, those first whose calls will be refused next. */
export default function BudgetsPage() {
  const [search, change] = useAddress();
  const navigate = useNavigate();
  const edge = edgeFrom(search);
  const { cursor, forward, back } = useCursor();
  const standings = useQuery(rankingFrom(leastOf(edge), cursor));
  const rows = useMemo(() => ranksOf(standings.data?.items ?? []), [standings.data]);
  return (
    <>
      <PageHeader title="Budgets and limits" text="Who is near the edge: keys, users and teams, the fullest first">
        <ToggleButtonGroup
          exclusive
          size="small"
          value={edge}
          aria-label="How near the edge"
          onChange={(_event, name: string | null) =>
            name !== null && change({ edge: name === "all" ? null : name, cursor: null }, { replace: true })
          }
        >
          {edges.map(({ name, label }) => (
            <ToggleButton key={name} value={name}>
              {label}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </PageHeader>
      <Panel>
        {standings.isPending && <TableSkeleton />}
        {standings.isError && rows.length === 0 && (
          <Box sx={{ p: 4 }}>
            <ProblemNote error={standings.error} onRetry={() => void standings.refetch()} />
          </Box>
        )}
        {standings.isSuccess && rows.length === 0 && edge === "all" && (
          <EmptyState
            title="Nobody has a limit or a budget"
            text="Open a key, a user or a team, and say how much it may use."
          />
        )}
        {standings.isSuccess && rows.length === 0 && edge !== "all" && (
          <EmptyState title="Nobody is that near the edge" text="All limits and budgets have enough left." />
        )}
        {rows.length > 0 && (
          <DataTable
            label="Budgets and limits"
            columns={columns}
            rows={rows}
            idOf={({ subject }) => `${subject.kind} ${subject.id}`}
            onOpen={({ subject }) => void navigate(subjectPath(subject))}
          />
        )}
        {rows.length > 0 && (
          <Pager
            shown={`${plural(rows.length, "row")} of ${count(standings.data?.whole ?? rows.length)}`}
            cursor={cursor}
            next={standings.data?.next_cursor ?? null}
            onForward={forward}
            onBack={back}
          />
        )}
      </Panel>
    </>
  );
}
