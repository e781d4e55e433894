import {
  Bar,
  BarChart,
  type BarRectangleItem,
  type BarShapeProps,
  CartesianGrid,
  Rectangle,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { axis, axisWidth, edges, grid, hovered } from "./frame";
import { type Stack, totalOf } from "./series";
import { Tip } from "./Tip";

export interface StackProps {
  /** What the drawing shows, for who cannot see it. */
  readonly label: string;
  readonly stacks: readonly Stack[];
  /** From the bottom of a stack to its top. */
  readonly names: readonly string[];
  readonly colours: ReadonlyMap<string, string>;
  /** For the geometry only. */
  readonly drawn: (value: bigint) => number;
  readonly told: (value: bigint) => string;
  readonly tickText: (value: number) => string;
  readonly slotText: (slot: string) => string;
  readonly heading: (slot: string) => string;
  /** The slot that is not over yet. */
  readonly open: string | null;
  /** A click on a part of a stack, of the name at the slot. The same is reached by links in a table. */
  readonly onOpen?: (slot: string, name: string) => void;
}

/** Stacked bars, one stack a slot; the one that is not over yet is drawn hollow. */
export default function StackDrawing(props: StackProps) {
  const { label, stacks, names, colours, drawn, told, tickText, slotText, heading, open, onOpen } = props;
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart data={[...stacks]} margin={edges} barCategoryGap="22%" accessibilityLayer title={label}>
        <CartesianGrid {...grid} />
        <XAxis dataKey="slot" {...axis} tickFormatter={slotText} interval="preserveStartEnd" minTickGap={24} />
        <YAxis {...axis} axisLine={false} width={axisWidth} tickCount={4} tickFormatter={tickText} />
        <Tooltip
          cursor={hovered}
          isAnimationActive={false}
          content={({ active, payload }) => {
            const stack = payload?.[0]?.payload as Stack | undefined;
            if (!active || stack === undefined) return null;
            const lines = names
              .map((name) => ({ name, value: stack.values.get(name) ?? 0n }))
              .filter(({ value }) => value > 0n)
              .sort((one, other) => (one.value < other.value ? 1 : -1))
              .map(({ name, value }) => ({ name, colour: colours.get(name) ?? "", text: told(value) }));
            return (
              <Tip
                heading={stack.slot === open ? `${heading(stack.slot)}, so far` : heading(stack.slot)}
                lines={lines}
                total={told(totalOf(stack))}
              />
            );
          }}
        />
        {names.map((name) => (
          <Bar
            key={name}
            dataKey={(stack: Stack) => drawn(stack.values.get(name) ?? 0n)}
            name={name}
            fill={colours.get(name) ?? ""}
            stackId="all"
            isAnimationActive={false}
            maxBarSize={40}
            {...(onOpen === undefined
              ? {}
              : {
                  cursor: "pointer",
                  onClick: ({ payload }: BarRectangleItem) => onOpen((payload as Stack).slot, name),
                })}
            shape={(bar: BarShapeProps) => (
              <Rectangle
                {...bar}
                {...((bar.payload as Stack | undefined)?.slot === open
                  ? { fillOpacity: 0.35, stroke: bar.fill ?? "", strokeDasharray: "3 2", strokeOpacity: 0.9 }
                  : {})}
              />
            )}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
