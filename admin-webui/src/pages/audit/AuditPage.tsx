import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useMemo } from "react";
import { useNavigate } from "react-router";
import type { AuditEntry } from "../../api/answers";
import { save } from "../../api/download";
import { actsWhere } from "../../api/queries";
import { useAddress } from "../../app/address";
import { OpenLink, useAddressOf } from "../../detail/opened";
import { EmptyState } from "../../feedback/EmptyState";
import { PageHeader } from "../../feedback/PageHeader";
import { ProblemNote } from "../../feedback/ProblemNote";
import { StateChip } from "../../feedback/StateChip";
import { plural } from "../../format/numbers";
import { RangeControl, useRange } from "../../format/RangeControl";
import { Time } from "../../format/Shown";
import { ColumnChoice } from "../../tables/ColumnChoice";
import { choicesOf, shownOf } from "../../tables/columns";
import { type Column, DataTable } from "../../tables/DataTable";
import { Pager, useCursor } from "../../tables/Pager";
import { Panel } from "../../tables/Panel";
import { SavedFilters } from "../../tables/SavedFilters";
import { TableSkeleton } from "../../tables/TableSkeleton";
import { useView } from "../../tables/useView";
import { AuditFilters } from "./AuditFilters";
import { filterNames, filtersFrom, partyName, services, told, wantedActs } from "./acts";
import { EntryDrawer } from "./EntryDrawer";
import { ProofButton, ProofNote, useProof } from "./Proof";

const columns: Column<AuditEntry>[] = [
  {
    id: "act",
    header: "Act",
    cell: ({ row }) => (
      <OpenLink name="entry" id={String(row.original.number)}>
        {told(row.original)}
      </OpenLink>
    ),
    meta: { card: "title" },
  },
  { id: "at", header: "When", cell: ({ row }) => <Time at={row.original.at} none="-" /> },
  { id: "actor", header: "Who", cell: ({ row }) => partyName(row.original.actor), meta: { cut: 220 } },
  { id: "subject", header: "On", cell: ({ row }) => partyName(row.original.subject), meta: { cut: 220 } },
  { id: "outcome", header: "Outcome", cell: ({ row }) => <StateChip state={row.original.outcome} quiet /> },
  {
    id: "service",
    header: "Where",
    cell: ({ row }) => services.find(([name]) => name === row.original.service)?.[1],
    meta: { card: "none", from: "desk" },
  },
  {
    id: "place",
    header: "From",
    cell: ({ row }) => (row.original.place === "" ? "-" : row.original.place),
    meta: { card: "none", from: "wide", whole: true },
  },
];

const usual: readonly string[] = [];
const noFilters = Object.fromEntries(filterNames.map((name) => [name, null]));

/** Who did what: each act of the administration, each sign-in, and what people do to their accounts. */
export default function AuditPage() {
  const [search, change] = useAddress();
  const [range] = useRange("7d");
  const { cursor, forward, back } = useCursor();
  const filters = filtersFrom(search);
  const wanted = wantedActs(range, filters);
  const acts = useQuery(actsWhere(wanted, cursor));
  const proof = useProof();
  const navigate = useNavigate();
  const addressOf = useAddressOf("entry");
  const { hidden, filters: saved, toggle, keep, forget } = useView("audit", usual);
  const rows = useMemo(() => acts.data?.items ?? [], [acts.data]);
  const names = useMemo(() => {
    const parties = rows.flatMap(({ actor, subject }) => (subject === null ? [actor] : [actor, subject]));
    return new Map(parties.map((party) => [party.id, partyName(party)]));
  }, [rows]);
  const saving = useMutation({
    mutationFn: (format: "csv" | "json") =>
      save("/admin/api/audit/export", { ...wanted, format }, `audit-${range.from}-${range.to}.${format}`),
  });
  const choose = (changes: Readonly<Record<string, string | null>>): void => change({ ...changes, cursor: null });
  const narrowed = Object.keys(filters).length > 0;
  return (
    <>
      <PageHeader title="Audit log" text="Who did what: acts of the administration, sign-ins, accounts">
        <RangeControl range={range} onChoose={({ from, to }) => choose({ from, to })} />
      </PageHeader>
      <Box sx={{ display: "flex", flexDirection: "column", gap: 4 }}>
        <ProofNote proof={proof} />
        {saving.isError && <ProblemNote error={saving.error} />}
        <Panel busy={acts.isFetching && !acts.isPending}>
          <Box sx={{ display: "flex", flexWrap: "wrap", gap: 3, px: 4, pt: 4, pb: 3, alignItems: "center" }}>
            <Box sx={{ flex: "1 1 320px", minWidth: 0 }}>
              <AuditFilters filters={filters} names={names} onChange={choose} />
            </Box>
            <Box sx={{ display: "flex", flexWrap: "wrap", gap: 2 }}>
              <SavedFilters filters={saved} opened="entry" onKeep={keep} onForget={forget} />
              <Box sx={{ display: { xs: "none", md: "block" } }}>
                <ColumnChoice columns={choicesOf(columns)} hidden={hidden} onToggle={toggle} />
              </Box>
              <ProofButton proof={proof} />
              {(["csv", "json"] as const).map((format) => (
                <Button
                  key={format}
                  color="inherit"
                  variant="outlined"
                  disabled={rows.length === 0}
                  loading={saving.isPending && saving.variables === format}
                  loadingPosition="start"
                  startIcon={<Download size={16} aria-hidden="true" />}
                  onClick={() => saving.mutate(format)}
                >
                  {format.toUpperCase()}
                </Button>
              ))}
            </Box>
          </Box>
          {acts.isPending && <TableSkeleton />}
          {acts.isError && rows.length === 0 && (
            <Box sx={{ p: 4 }}>
              <ProblemNote error={acts.error} onRetry={() => void acts.refetch()} />
            </Box>
          )}
          {acts.isSuccess && rows.length === 0 && (
            <EmptyState
              title={narrowed ? "No act is like that" : "Nothing was done in these days"}
              text={narrowed ? "Take a filter away, or choose more days." : "Choose more days."}
            >
              {narrowed && (
                <Button variant="outlined" color="inherit" onClick={() => choose(noFilters)}>
                  Clear all filters
                </Button>
              )}
            </EmptyState>
          )}
          {rows.length > 0 && (
            <>
              <DataTable
                label="Audit log"
                columns={shownOf(columns, hidden)}
                rows={rows}
                idOf={({ number }) => String(number)}
                dimmed={acts.isPlaceholderData}
                onOpen={({ number }) => void navigate(addressOf(String(number)), { replace: true })}
              />
              <Pager
                shown={plural(rows.length, "entry", "entries")}
                cursor={cursor}
                next={acts.data?.next_cursor ?? null}
                onForward={forward}
                onBack={back}
              />
            </>
          )}
        </Panel>
      </Box>
      <EntryDrawer entries={rows} />
    </>
  );
}
