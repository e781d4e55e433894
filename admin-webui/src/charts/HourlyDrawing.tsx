import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { axis, axisWidth, edges, grid, hovered } from "./frame";
import { Tip } from "./Tip";

export interface HourlySeries {
  readonly name: string;
  readonly colour: string;
}

export interface HourlyPoint {
  readonly heading: string;
  readonly tick: string;
  readonly drawn: readonly number[];
  readonly told: readonly string[];
}

interface Props {
  readonly points: readonly HourlyPoint[];
  readonly series: readonly HourlySeries[];
  readonly tickText: (value: number) => string;
  readonly whole: boolean;
}

export default function HourlyDrawing({ points, series, tickText, whole }: Props) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart data={[...points]} margin={edges} barCategoryGap="18%" accessibilityLayer>
        <CartesianGrid {...grid} />
        <XAxis dataKey="tick" {...axis} interval="preserveStartEnd" minTickGap={36} />
        <YAxis
          {...axis}
          axisLine={false}
          width={axisWidth}
          tickCount={4}
          allowDecimals={!whole}
          tickFormatter={tickText}
        />
        <Tooltip
          cursor={hovered}
          isAnimationActive={false}
          content={({ active, payload }) => {
            const point = payload?.[0]?.payload as HourlyPoint | undefined;
            if (!active || point === undefined) return null;
            return (
              <Tip
                heading={point.heading}
                lines={series.map(({ name, colour }, place) => ({ name, colour, text: point.told[place] ?? "-" }))}
              />
            );
          }}
        />
        {series.map(({ name, colour }, place) => (
          <Bar
            key={name}
            dataKey={(point: HourlyPoint) => point.drawn[place] ?? 0}
            name={name}
            fill={colour}
            stackId="all"
            isAnimationActive={false}
            maxBarSize={24}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
