import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { shortDay } from "../format/times";
import { axis, axisWidth, edges, grid, hovered } from "./frame";
import type { Stack } from "./series";
import { Tip } from "./Tip";

interface Props {
  readonly stacks: readonly Stack[];
  readonly names: readonly string[];
  readonly colours: ReadonlyMap<string, string>;
  readonly drawn: (value: bigint) => number;
  readonly told: (value: bigint) => string;
  readonly tickText: (value: number) => string;
}

export default function StackDrawing({ stacks, names, colours, drawn, told, tickText }: Props) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart data={[...stacks]} margin={edges} barCategoryGap="18%" accessibilityLayer>
        <CartesianGrid {...grid} />
        <XAxis dataKey="day" {...axis} tickFormatter={shortDay} interval="preserveStartEnd" minTickGap={28} />
        <YAxis {...axis} axisLine={false} width={axisWidth} tickCount={4} tickFormatter={tickText} />
        <Tooltip
          cursor={hovered}
          isAnimationActive={false}
          content={({ active, payload }) => {
            const stack = payload?.[0]?.payload as Stack | undefined;
            if (!active || stack === undefined) return null;
            const sorted = [...stack.values].sort(([, one], [, other]) => (one < other ? 1 : -1));
            const total = sorted.reduce((sum, [, value]) => sum + value, 0n);
            return (
              <Tip
                heading={`${shortDay(stack.day)} (UTC)`}
                lines={sorted.map(([name, value]) => ({ name, colour: colours.get(name) ?? "", text: told(value) }))}
                total={told(total)}
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
            maxBarSize={48}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
