import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useQuery } from "@tanstack/react-query";
import { ArrowUp, Pause, Play } from "lucide-react";
import { useEffect, useMemo } from "react";
import { useNavigate } from "react-router";
import { lastCalls } from "../../api/queries";
import { useAddressOf } from "../../detail/opened";
import { EmptyState } from "../../feedback/EmptyState";
import { ProblemNote } from "../../feedback/ProblemNote";
import { plural } from "../../format/numbers";
import { seed, setPaused, setReading, showWaiting, useLive } from "../../live/live";
import { DataTable } from "../../tables/DataTable";
import { Panel } from "../../tables/Panel";
import { TableSkeleton } from "../../tables/TableSkeleton";
import { CallCard } from "../calls/CallCard";
import { CallDrawer } from "../calls/CallDrawer";
import { callColumns, seldom, useTeamNames } from "../calls/callColumns";

const mostShown = 50;

/** Each call as it ends. Rows wait while the reader is at the table, so that none moves under the pointer. */
export function LastCalls() {
  const calls = useQuery(lastCalls);
  const feed = useLive((live) => live.feed);
  const paused = useLive((live) => live.paused);
  const addressOf = useAddressOf("call");
  const teams = useTeamNames();
  const navigate = useNavigate();
  const rows = useMemo(() => feed.shown.slice(0, mostShown), [feed.shown]);
  const columns = useMemo(() => callColumns(rows, teams).filter(({ id }) => !seldom.includes(id ?? "")), [rows, teams]);
  const isKnown = calls.isSuccess || rows.length > 0;

  useEffect(() => {
    if (calls.data !== undefined) seed(calls.data.items);
  }, [calls.data]);
  useEffect(() => () => setReading(false), []);

  return (
    <Panel
      title="Last calls"
      subtitle="Chat and relay, as they end"
      actions={
        <Box sx={{ display: "flex", gap: 2, alignItems: "center" }}>
          <Box role="status">
            {feed.waiting.length > 0 && (
              <Button
                size="small"
                variant="contained"
                startIcon={<ArrowUp size={14} aria-hidden="true" />}
                onClick={showWaiting}
              >
                {`${feed.waiting.length} new`}
              </Button>
            )}
          </Box>
          <Button
            size="small"
            variant="outlined"
            color="inherit"
            startIcon={paused ? <Play size={14} aria-hidden="true" /> : <Pause size={14} aria-hidden="true" />}
            onClick={() => setPaused(!paused)}
          >
            {paused ? "Resume" : "Pause"}
          </Button>
        </Box>
      }
    >
      {!isKnown && !calls.isError && <TableSkeleton />}
      {calls.isError && !isKnown && (
        <Box sx={{ p: 4 }}>
          <ProblemNote error={calls.error} onRetry={() => void calls.refetch()} />
        </Box>
      )}
      {isKnown && rows.length === 0 && (
        <EmptyState title="No calls yet" text="Chat, or send a request to /v1: each call appears here as it ends." />
      )}
      {rows.length > 0 && (
        <Box
          onMouseEnter={() => setReading(true)}
          onMouseLeave={() => setReading(false)}
          onFocus={() => setReading(true)}
          onBlur={() => setReading(false)}
        >
          <DataTable
            label={`Last calls, ${plural(rows.length, "row")}`}
            columns={columns}
            rows={rows}
            idOf={(call) => call.id}
            fresh={feed.fresh}
            maxHeight={560}
            onOpen={(call) => void navigate(addressOf(call.id), { replace: true })}
            card={(call) => <CallCard call={call} />}
          />
        </Box>
      )}
      <CallDrawer calls={rows} />
    </Panel>
  );
}
