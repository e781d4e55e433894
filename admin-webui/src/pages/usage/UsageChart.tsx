import Box from "@mui/material/Box";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import type { ReactNode } from "react";
import { useNavigate } from "react-router";
import type { Usage } from "../../api/answers";
import { ChartPanel } from "../../charts/ChartPanel";
import { coloursOf } from "../../charts/colours";
import { figuresOf } from "../../charts/figures";
import { SeriesTable } from "../../charts/SeriesTable";
import { StackChart } from "../../charts/StackChart";
import { type Metric, measure, otherName, sharesByModel, stacksOf, totalOf } from "../../charts/series";
import { dollarsForDrawing, money, moneyAxis, moneyColumn } from "../../format/money";
import { count, short } from "../../format/numbers";
import { type DayRange, daysOf } from "../../format/range";
import { dayOf, shortDay, wholeDay } from "../../format/times";
import { callsPath } from "../calls/callFilter";

export const metrics = [
  { name: "spend", label: "Cost", title: "Cost by model", unit: "US dollars" },
  { name: "requests", label: "Requests", title: "Requests by model", unit: "Calls" },
  { name: "tokens", label: "Tokens", title: "Tokens by model", unit: "Input and output tokens" },
] as const;

export function metricFrom(search: URLSearchParams): Metric {
  return metrics.find(({ name }) => name === search.get("metric"))?.name ?? "spend";
}

const height = 240;

function drawingOf(usage: Usage, range: DayRange, metric: Metric) {
  const shares = sharesByModel(usage.rows, metric);
  const names = shares.map(({ name }) => name);
  const stacks = stacksOf(
    usage.rows,
    daysOf(range),
    (row) => row.day,
    names,
    (row) => [[row.model, measure(row, metric)]],
  );
  const largest = stacks.map(totalOf).reduce((most, total) => (total > most ? total : most), 0n);
  return { shares, names, stacks, largest };
}

interface Props {
  readonly usage: Usage | undefined;
  readonly range: DayRange;
  readonly metric: Metric;
  readonly error: unknown;
  readonly busy: boolean;
  readonly empty: ReactNode;
  readonly onRetry: () => void;
  readonly onMeasure: (metric: Metric) => void;
}

/** What was used each day, model upon model. */
export function UsageChart({ usage, range, metric, error, busy, empty, onRetry, onMeasure }: Props) {
  const navigate = useNavigate();
  const { title, unit } = metrics.find(({ name }) => name === metric) ?? metrics[0];
  const drawing = usage === undefined ? null : drawingOf(usage, range, metric);
  const colours = coloursOf(drawing?.names ?? []);
  const isMoney = metric === "spend";
  const whole = (value: bigint): string => count(Number(value));
  const told = isMoney ? money : whole;
  const toldInAll = isMoney ? moneyColumn(drawing?.shares.map(({ value }) => value) ?? []) : whole;
  const toldInTable = isMoney ? moneyColumn([drawing?.largest ?? 0n]) : whole;
  return (
    <ChartPanel
      title={title}
      subtitle={`${unit} each day, UTC`}
      file={`${metric}-by-day-${range.from}-${range.to}`}
      figures={drawing && figuresOf("Day (UTC)", drawing.stacks, drawing.names, wholeDay, toldInTable)}
      empty={drawing?.shares.length === 0 ? empty : null}
      error={error}
      busy={busy}
      height={height}
      onRetry={onRetry}
      actions={
        <ToggleButtonGroup exclusive size="small" value={metric} aria-label="Measure">
          {metrics.map(({ name, label }) => (
            <ToggleButton key={name} value={name} onClick={() => onMeasure(name)}>
              {label}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      }
    >
      {drawing !== null && (
        <Box sx={{ display: "grid", gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "minmax(0, 1fr) 300px" } }}>
          <StackChart
            label={`${title}, each day`}
            height={height}
            stacks={drawing.stacks}
            names={drawing.names.toReversed()}
            colours={colours}
            drawn={isMoney ? dollarsForDrawing : Number}
            told={told}
            tickText={isMoney ? moneyAxis(drawing.largest) : short}
            slotText={shortDay}
            heading={wholeDay}
            open={dayOf(new Date())}
            onOpen={(day, name) => {
              const part = name === otherName ? {} : { model: name };
              void navigate(callsPath({ from: day, to: day }, part));
            }}
          />
          <Box sx={{ px: 4, pt: { xs: 2, md: 0 }, pb: 2, alignSelf: "center" }}>
            <SeriesTable label={`${title}, in all`} shares={drawing.shares} colours={colours} told={toldInAll} />
          </Box>
        </Box>
      )}
    </ChartPanel>
  );
}
