import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useQuery } from "@tanstack/react-query";
import { usageIn } from "../../api/queries";
import { useAddress } from "../../app/address";
import { EmptyState } from "../../feedback/EmptyState";
import { PageHeader } from "../../feedback/PageHeader";
import { RangeControl, useRange } from "../../format/RangeControl";
import { presetRange } from "../../format/range";
import { dayOf, wholeDay } from "../../format/times";
import { groupingFrom } from "./grouping";
import { Totals } from "./Totals";
import { metricFrom, UsageChart } from "./UsageChart";
import { UsageTable } from "./UsageTable";

function told(day: string): string {
  return wholeDay(day).replace(" (UTC)", "");
}

/** What was used from one day to another, by day and model. */
export default function UsagePage() {
  const [search, change] = useAddress();
  const [range, setRange] = useRange("30d");
  const usage = useQuery(usageIn(range));
  const metric = metricFrom(search);
  const grouping = groupingFrom(search);
  const set = (changes: Readonly<Record<string, string | null>>): void => change(changes, { replace: true });
  const days = range.from === range.to ? told(range.from) : `${told(range.from)} to ${told(range.to)}, both included`;
  return (
    <>
      <PageHeader title="Usage" text={`${days}, in days of UTC`}>
        <RangeControl range={range} onChoose={setRange} />
      </PageHeader>
      <Box sx={{ display: "flex", flexDirection: "column", gap: { xs: 3, md: 4 } }}>
        <Totals usage={usage.data} />
        <UsageChart
          usage={usage.data}
          range={range}
          metric={metric}
          error={usage.error}
          busy={usage.isPlaceholderData}
          empty={
            <EmptyState
              title="Nothing was used in these days"
              text="Choose more of them, or another measure."
              height={240}
            >
              <Button
                variant="outlined"
                color="inherit"
                onClick={() => setRange(presetRange("30d", dayOf(new Date())))}
              >
                Show 30 days
              </Button>
            </EmptyState>
          }
          onRetry={() => void usage.refetch()}
          onMeasure={(name) => set({ metric: name })}
        />
        {usage.data !== undefined && usage.data.rows.length > 0 && (
          <UsageTable
            usage={usage.data}
            range={range}
            grouping={grouping}
            dimmed={usage.isPlaceholderData}
            onGroup={(name) => set({ by: name, sort: null })}
          />
        )}
      </Box>
    </>
  );
}
