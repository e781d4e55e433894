import Box from "@mui/material/Box";
import type { Overview } from "../../api/answers";
import { measure } from "../../charts/series";
import { countBetween, deltaOf, pointsBetween } from "../../format/delta";
import { exactMoney, money, nanos } from "../../format/money";
import { count, percent, plural, short } from "../../format/numbers";
import { type Span, slotOf, slotsOf } from "../../format/span";
import { type Figure, Tile, TileSkeleton } from "./Tile";

type Slot = Overview["slots"][number];

function course<Row extends { readonly at: string }>(
  overview: Overview,
  rows: readonly Row[],
  sizeOf: (row: Row) => number,
): readonly number[] {
  const sums = new Map(slotsOf(overview).map((slot) => [slot, 0]));
  for (const row of rows) {
    const at = slotOf(row);
    sums.set(at, (sums.get(at) ?? 0) + sizeOf(row));
  }
  return [...sums.values()];
}

function trendOf(overview: Overview, sizeOf: (slot: Slot) => number): readonly number[] {
  return course(overview, overview.slots, sizeOf);
}

function shareOf(errors: number, requests: number): number {
  return requests === 0 ? 0 : errors / requests;
}

export function figuresOf(overview: Overview): readonly Figure[] {
  const { now, before } = overview;
  const spend = nanos(now.cost_nano_usd) ?? 0n;
  const tokens = now.input_tokens + now.output_tokens;
  return [
    {
      title: "Requests",
      value: short(now.requests),
      exact: count(now.requests),
      delta: deltaOf(BigInt(now.requests), BigInt(before.requests)),
      meaning: "neutral",
      trend: trendOf(overview, (slot) => slot.requests),
    },
    {
      title: "Spend",
      value: money(spend),
      exact: exactMoney(spend),
      delta: deltaOf(spend, nanos(before.cost_nano_usd) ?? 0n),
      meaning: "neutral",
      trend: trendOf(overview, (slot) => Number(slot.cost_nano_usd)),
    },
    {
      title: "Tokens",
      value: short(tokens),
      exact: count(tokens),
      delta: deltaOf(measure(now, "tokens"), measure(before, "tokens")),
      meaning: "neutral",
      trend: trendOf(overview, (slot) => slot.input_tokens + slot.output_tokens),
    },
    {
      title: "Error rate",
      value: percent(now.errors, now.requests),
      note: plural(now.errors, "error"),
      delta: pointsBetween(shareOf(now.errors, now.requests), shareOf(before.errors, before.requests)),
      meaning: "bad",
      trend: trendOf(overview, (slot) => slot.errors),
    },
    {
      title: "Active users",
      value: count(now.active_users),
      delta: countBetween(now.active_users, before.active_users),
      meaning: "good",
      trend: course(overview, overview.active_users, (slot) => slot.users),
    },
  ];
}

export function Tiles({ overview, span }: { readonly overview: Overview | undefined; readonly span: Span }) {
  const figures = overview === undefined ? null : figuresOf(overview);
  return (
    <Box
      component="ul"
      aria-label="Key figures"
      aria-busy={figures === null}
      sx={{
        listStyle: "none",
        p: 0,
        m: 0,
        display: "grid",
        gap: { xs: 2, md: 4 },
        gridTemplateColumns: { xs: "repeat(2, minmax(0, 1fr))", md: "repeat(5, minmax(0, 1fr))" },
      }}
    >
      {figures?.map((figure) => <Tile key={figure.title} figure={figure} before={span.before} />) ??
        Array.from("01234", (place) => <TileSkeleton key={place} />)}
    </Box>
  );
}
