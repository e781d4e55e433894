import { useNavigate } from "react-router";
import type { Slot } from "../../api/answers";
import { ChartPanel } from "../../charts/ChartPanel";
import { figuresOf } from "../../charts/figures";
import { Legend } from "../../charts/Legend";
import { StackChart } from "../../charts/StackChart";
import { stacksOf } from "../../charts/series";
import { count, short } from "../../format/numbers";
import { slotOf, slotsOf } from "../../format/span";
import { NothingInSpan } from "./NothingInSpan";
import { callsBehind, type PanelProps, wordsOf } from "./panel";

const chartHeight = 196;

interface Part {
  readonly name: string;
  readonly colour: string;
  readonly sizeOf: (slot: Slot) => number;
}

interface Props extends PanelProps {
  readonly title: string;
  readonly unit: string;
  readonly file: string;
  /** From the bottom of a stack to its top. */
  readonly parts: readonly Part[];
}

/** How much came each hour or day, in a few kinds. */
export function TrafficPanel({ overview, span, error, busy, onRetry, title, unit, file, parts }: Props) {
  const words = wordsOf(span);
  const navigate = useNavigate();
  const names = parts.map(({ name }) => name);
  const colours = new Map(parts.map(({ name, colour }) => [name, colour]));
  const slots = overview === undefined ? [] : slotsOf(overview);
  const stacks = stacksOf(overview?.slots ?? [], slots, slotOf, names, (slot) =>
    parts.map(({ name, sizeOf }) => [name, BigInt(sizeOf(slot))] as const),
  );
  const told = (value: bigint): string => count(Number(value));
  return (
    <ChartPanel
      title={title}
      subtitle={`${unit} each ${span.slot}, UTC`}
      file={`${file}-${span.name}`}
      figures={overview === undefined ? null : figuresOf(words.slotName, stacks, names, words.heading, told)}
      empty={overview?.now.requests === 0 ? <NothingInSpan what="requests" span={span} /> : null}
      error={error}
      busy={busy}
      height={chartHeight + 24}
      onRetry={onRetry}
    >
      <Legend names={names} colours={colours} />
      <StackChart
        label={`${title}, each ${span.slot}`}
        height={chartHeight}
        stacks={stacks}
        names={names}
        colours={colours}
        drawn={Number}
        told={told}
        tickText={short}
        slotText={words.slotText}
        heading={words.heading}
        open={slots.at(-1) ?? null}
        onOpen={(slot, name) => void navigate(callsBehind(slot, name === "Failed" ? { outcome: "error" } : {}))}
      />
    </ChartPanel>
  );
}

const requests: readonly Part[] = [
  { name: "Answered", colour: "var(--mui-palette-primary-main)", sizeOf: (slot) => slot.requests - slot.errors },
  { name: "Failed", colour: "var(--mui-palette-error-main)", sizeOf: (slot) => slot.errors },
];

const tokens: readonly Part[] = [
  { name: "Output", colour: "var(--mui-palette-series-s1)", sizeOf: (slot) => slot.output_tokens },
  {
    name: "Input",
    colour: "var(--mui-palette-series-s0)",
    sizeOf: (slot) => slot.input_tokens - slot.cached_tokens,
  },
  { name: "Input from cache", colour: "var(--mui-palette-series-s3)", sizeOf: (slot) => slot.cached_tokens },
];

export function RequestsPanel(props: PanelProps) {
  return <TrafficPanel {...props} title="Requests" unit="Calls" file="requests" parts={requests} />;
}

export function TokensPanel(props: PanelProps) {
  return <TrafficPanel {...props} title="Tokens" unit="Tokens" file="tokens" parts={tokens} />;
}
