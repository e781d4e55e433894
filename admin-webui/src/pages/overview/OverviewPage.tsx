import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { lastCalls, overview } from "../../api/queries";
import { Sparkline } from "../../charts/Sparkline";
import { EmptyState } from "../../feedback/EmptyState";
import { PageHeader } from "../../feedback/PageHeader";
import { ProblemNote } from "../../feedback/ProblemNote";
import { money, nanos } from "../../format/money";
import { count, short } from "../../format/numbers";
import { seed, setPaused, setReading, showWaiting, useLive } from "../../live/live";
import { DataTable } from "../../tables/DataTable";
import { Panel } from "../../tables/Panel";
import { TableSkeleton } from "../../tables/TableSkeleton";
import { callColumns } from "./callColumns";

interface Figure {
  readonly title: string;
  readonly value: string;
  readonly trend: readonly number[];
}

function Figures({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <Box sx={{ display: "grid", gap: 4, gridTemplateColumns: "repeat(auto-fit, minmax(180px, 1fr))", mb: 4 }}>
      {figures.map(({ title, value, trend }) => (
        <Panel key={title} title={title}>
          <Box sx={{ px: 4, pb: 4 }}>
            <Typography className="number" component="p" sx={{ fontSize: "1.5rem", fontWeight: 600, mb: 2 }}>
              {value}
            </Typography>
            <Sparkline values={[...trend]} colour="primary.main" />
          </Box>
        </Panel>
      ))}
    </Box>
  );
}

/** What happens now: today's figures, and each call as it ends. */
export default function OverviewPage() {
  const summary = useQuery({ ...overview, refetchInterval: 15_000 });
  const calls = useQuery(lastCalls);
  const feed = useLive((live) => live.feed);
  const paused = useLive((live) => live.paused);

  useEffect(() => {
    if (calls.data !== undefined) seed(calls.data.items);
  }, [calls.data]);

  const hours = summary.data?.hours ?? [];
  const today = summary.data?.today;
  return (
    <>
      <PageHeader title="Overview" text="Today, in UTC, and each call as it ends." />
      {summary.isError && <ProblemNote error={summary.error} onRetry={() => void summary.refetch()} />}
      {today !== undefined && (
        <Figures
          figures={[
            { title: "Requests", value: count(today.requests), trend: hours.map((hour) => hour.requests) },
            {
              title: "Tokens",
              value: short(today.input_tokens + today.output_tokens),
              trend: hours.map((hour) => hour.tokens),
            },
            {
              title: "Spend",
              value: money(nanos(today.cost_nano_usd)),
              trend: hours.map((hour) => Number(hour.cost_nano_usd)),
            },
            { title: "Errors", value: count(today.errors), trend: hours.map((hour) => hour.errors) },
          ]}
        />
      )}
      <Panel
        title="Last calls"
        actions={
          <>
            {feed.waiting.length > 0 && <Button onClick={showWaiting}>{feed.waiting.length} new</Button>}
            <Button variant="outlined" color="inherit" onClick={() => setPaused(!paused)}>
              {paused ? "Resume" : "Pause"}
            </Button>
          </>
        }
      >
        {calls.isPending && <TableSkeleton />}
        {calls.isError && <ProblemNote error={calls.error} onRetry={() => void calls.refetch()} />}
        {calls.isSuccess && feed.shown.length === 0 && (
          <EmptyState title="No calls yet" text="Chat, or send a request to /v1: each call appears here as it ends." />
        )}
        {feed.shown.length > 0 && (
          <Box onMouseEnter={() => setReading(true)} onMouseLeave={() => setReading(false)}>
            <DataTable
              label="Last calls"
              columns={callColumns}
              rows={[...feed.shown]}
              idOf={(call) => call.id}
              fresh={feed.fresh}
              maxHeight={560}
            />
          </Box>
        )}
      </Panel>
    </>
  );
}
