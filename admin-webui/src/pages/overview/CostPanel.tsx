import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import { Link as RouterLink, useNavigate } from "react-router";
import type { Overview } from "../../api/answers";
import { ChartPanel } from "../../charts/ChartPanel";
import { coloursOf } from "../../charts/colours";
import { figuresOf } from "../../charts/figures";
import { SeriesTable } from "../../charts/SeriesTable";
import { StackChart } from "../../charts/StackChart";
import { measure, otherName, sharesByModel, stacksOf, totalOf } from "../../charts/series";
import { dollarsForDrawing, money, moneyAxis, moneyColumn } from "../../format/money";
import { slotOf, slotsOf } from "../../format/span";
import { NothingInSpan } from "./NothingInSpan";
import { callsBehind, height, type PanelProps, wordsOf } from "./panel";

function drawingOf(overview: Overview) {
  const shares = sharesByModel(overview.slots, "spend");
  const names = shares.map(({ name }) => name);
  const slots = slotsOf(overview);
  const stacks = stacksOf(overview.slots, slots, slotOf, names, (slot) => [[slot.model, measure(slot, "spend")]]);
  const largest = stacks.map(totalOf).reduce((most, total) => (total > most ? total : most), 0n);
  return { shares, names, slots, stacks, largest };
}

/** What costs, and when. */
export function CostPanel({ overview, span, error, busy, onRetry }: PanelProps) {
  const words = wordsOf(span);
  const navigate = useNavigate();
  const drawing = overview === undefined ? null : drawingOf(overview);
  const colours = coloursOf(drawing?.names ?? []);
  const told = moneyColumn(drawing?.shares.map(({ value }) => value) ?? []);
  return (
    <ChartPanel
      title="Cost by model"
      subtitle={`US dollars each ${span.slot}, UTC`}
      file={`cost-by-model-${span.name}`}
      figures={
        drawing &&
        figuresOf(words.slotName, drawing.stacks, drawing.names, words.heading, moneyColumn([drawing.largest]))
      }
      empty={drawing?.shares.length === 0 ? <NothingInSpan what="cost" span={span} /> : null}
      error={error}
      busy={busy}
      height={height}
      onRetry={onRetry}
      actions={
        <Link component={RouterLink} to="/usage" sx={{ fontSize: "0.8125rem", mr: 1 }}>
          Usage
        </Link>
      }
    >
      {drawing !== null && (
        <Box sx={{ display: "grid", gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "minmax(0, 1fr) 300px" } }}>
          <StackChart
            label={`Cost by model, each ${span.slot}`}
            height={height}
            stacks={drawing.stacks}
            names={drawing.names.toReversed()}
            colours={colours}
            drawn={dollarsForDrawing}
            told={money}
            tickText={moneyAxis(drawing.largest)}
            slotText={words.slotText}
            heading={words.heading}
            open={drawing.slots.at(-1) ?? null}
            onOpen={(slot, name) => void navigate(callsBehind(slot, name === otherName ? {} : { model: name }))}
          />
          <Box sx={{ px: 4, pt: { xs: 2, md: 0 }, pb: 2, alignSelf: "center" }}>
            <SeriesTable label="Cost by model, in all" shares={drawing.shares} colours={colours} told={told} />
          </Box>
        </Box>
      )}
    </ChartPanel>
  );
}
