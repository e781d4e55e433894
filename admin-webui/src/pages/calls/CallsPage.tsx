import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useQuery } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useMemo } from "react";
import { useNavigate } from "react-router";
import { callsWhere, pageSize } from "../../api/queries";
import { useAddress } from "../../app/address";
import { useAddressOf } from "../../detail/opened";
import { EmptyState } from "../../feedback/EmptyState";
import { PageHeader } from "../../feedback/PageHeader";
import { ProblemNote } from "../../feedback/ProblemNote";
import { plural } from "../../format/numbers";
import { RangeControl, useRange } from "../../format/RangeControl";
import { presetRange } from "../../format/range";
import { dayOf } from "../../format/times";
import { ColumnChoice } from "../../tables/ColumnChoice";
import { choicesOf, shownOf } from "../../tables/columns";
import { DataTable } from "../../tables/DataTable";
import { Pager, useCursor } from "../../tables/Pager";
import { Panel } from "../../tables/Panel";
import { SavedFilters } from "../../tables/SavedFilters";
import { TableSkeleton } from "../../tables/TableSkeleton";
import { useView } from "../../tables/useView";
import { CallCard } from "./CallCard";
import { CallDrawer } from "./CallDrawer";
import { CallFilters } from "./CallFilters";
import { callColumns, seldom, useTeamNames } from "./callColumns";
import { filterNames, filtersFrom, wantedCalls } from "./callFilter";

const noFilters = Object.fromEntries(filterNames.map((name) => [name, null]));

/** Every call in the books, page by page. */
export default function CallsPage() {
  const [search, change] = useAddress();
  const [range] = useRange("7d");
  const { cursor, forward, back } = useCursor();
  const filters = filtersFrom(search);
  const calls = useQuery(callsWhere(wantedCalls(range, filters, cursor, pageSize)));
  const teams = useTeamNames();
  const addressOf = useAddressOf("call");
  const navigate = useNavigate();
  const { hidden, filters: saved, toggle, keep, forget } = useView("calls", seldom);
  const rows = useMemo(() => calls.data?.items ?? [], [calls.data]);
  const columns = useMemo(() => callColumns(rows, teams), [rows, teams]);
  const narrowed = Object.keys(filters).length > 0;
  const choose = (changes: Readonly<Record<string, string | null>>): void => change({ ...changes, cursor: null });
  return (
    <>
      <PageHeader title="Calls" text="Every call in the books, chat and relay, newest first">
        <RangeControl range={range} onChoose={({ from, to }) => choose({ from, to })} />
      </PageHeader>
      <Panel busy={calls.isFetching && !calls.isPending}>
        <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "flex-start" }}>
          <Box sx={{ flex: "1 1 320px", minWidth: 0 }}>
            <CallFilters filters={filters} onChange={choose} />
          </Box>
          <Box sx={{ display: "flex", flexWrap: "wrap", gap: 2, px: 4, pt: { xs: 0, md: 4 }, pb: 3 }}>
            <Button
              color="inherit"
              variant="outlined"
              startIcon={<RefreshCw size={16} aria-hidden="true" />}
              onClick={() => void calls.refetch()}
            >
              Refresh
            </Button>
            <SavedFilters filters={saved} opened="call" onKeep={keep} onForget={forget} />
            <Box sx={{ display: { xs: "none", md: "block" } }}>
              <ColumnChoice columns={choicesOf(columns)} hidden={hidden} onToggle={toggle} />
            </Box>
          </Box>
        </Box>
        {calls.isPending && <TableSkeleton />}
        {calls.isError && rows.length === 0 && (
          <Box sx={{ p: 4 }}>
            <ProblemNote error={calls.error} onRetry={() => void calls.refetch()} />
          </Box>
        )}
        {calls.isSuccess && rows.length === 0 && (
          <EmptyState
            title={narrowed ? "No call is like that" : "No calls in these days"}
            text={narrowed ? "Take a filter away, or choose more days." : "Chat, or send a request to /v1."}
          >
            {narrowed && (
              <Button variant="outlined" color="inherit" onClick={() => choose(noFilters)}>
                Clear all filters
              </Button>
            )}
            <Button
              variant="outlined"
              color="inherit"
              onClick={() => choose({ ...presetRange("30d", dayOf(new Date())) })}
            >
              Show 30 days
            </Button>
          </EmptyState>
        )}
        {rows.length > 0 && (
          <>
            <DataTable
              label="Calls"
              columns={shownOf(columns, hidden)}
              rows={rows}
              idOf={(call) => call.id}
              dimmed={calls.isPlaceholderData}
              onOpen={(call) => void navigate(addressOf(call.id), { replace: true })}
              card={(call) => <CallCard call={call} />}
            />
            <Pager
              shown={plural(rows.length, "call")}
              cursor={cursor}
              next={calls.data?.next_cursor ?? null}
              onForward={forward}
              onBack={back}
            />
          </>
        )}
      </Panel>
      <CallDrawer calls={rows} />
    </>
  );
}
