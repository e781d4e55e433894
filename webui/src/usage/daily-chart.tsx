/** Stacked bars, one a day; one tab stop, arrows go from day to day, and the legend tells the day one is at. */
import { useState, type KeyboardEvent } from "react";
import { date } from "../languages/formats";
import { t } from "../languages/speaking";
import type { Plot } from "./figures";
import { others, ticks } from "./figures";

type Props = { plot: Plot; label: string; format: (value: bigint) => string };

const height = 192;
const fills = ["fill-series-1", "fill-series-2", "fill-series-3", "fill-series-4", "fill-series-5", "fill-series-6"];
const dots = ["bg-series-1", "bg-series-2", "bg-series-3", "bg-series-4", "bg-series-5", "bg-series-6"];
const long = (day: string) => date(day, { dateStyle: "medium", timeZone: "UTC" });
const brief = (day: string) => date(day, { day: "numeric", month: "short", timeZone: "UTC" });

export function DailyChart({ plot, label, format }: Props) {
  const [at, setAt] = useState<number | null>(null);
  const { days, series, totals } = plot;
  const marks = ticks(totals.reduce((highest, total) => (total > highest ? total : highest), 0n));
  const top = Number(marks.at(-1)) || 1;
  const y = (value: bigint) => height - (Number(value) / top) * height;
  const width = 100 / days.length;
  const lookOf = (name: string, index: number, looks: string[], other: string) => (name === others && index === series.length - 1 ? other : (looks[index] ?? other));
  const words = (day: number) => `${long(days[day]!)}: ${format(totals[day]!)}${series.filter(({ values }) => values[day]! > 0n).map(({ name, values }) => `, ${name} ${format(values[day]!)}`).join("")}`;

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const now = at ?? days.length - 1;
    const to = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: days.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(days.length - 1, to));
    setAt(next);
    event.currentTarget.querySelectorAll("button")[next]?.focus();
  };

  return (
    <figure>
      {/* Time runs to the right on charts everywhere, and so do the arrow keys. */}
      <div dir="ltr">
        <div className="relative ms-14 h-48">
          <svg aria-hidden width="100%" height={height} className="absolute inset-0 overflow-visible">
            {marks.map((mark) => <line key={String(mark)} x1="0" x2="100%" y1={y(mark)} y2={y(mark)} className="stroke-border" strokeWidth="1" />)}
            {marks.map((mark) => <text key={String(mark)} x="-8" y={y(mark) + 4} textAnchor="end" className="fill-text-3 text-xs tabular-nums">{format(mark)}</text>)}
            {days.map((day, index) => {
              let floor = 0n;
              return series.map(({ name, values }, number) => {
                const value = values[index]!;
                if (value === 0n) return null;
                const bottom = floor;
                floor += value;
                return <rect key={`${day} ${name}`} x={`${index * width + width * 0.12}%`} width={`${width * 0.76}%`} y={y(floor)} height={Math.max(1, y(bottom) - y(floor))} className={lookOf(name, number, fills, "fill-series-7")} />;
              });
            })}
          </svg>
          <div role="group" aria-label={t("{label}, by day", { label })} onKeyDown={onKeyDown} onPointerLeave={() => setAt(null)} className="absolute inset-0 flex">
            {days.map((day, index) => (
              <button
                key={day}
                type="button"
                aria-label={words(index)}
                tabIndex={index === (at ?? days.length - 1) ? 0 : -1}
                onPointerEnter={() => setAt(index)}
                onFocus={() => setAt(index)}
                onBlur={() => setAt(null)}
                className={`min-w-0 flex-1 rounded-control ${at === index ? "bg-text/8" : ""}`}
              />
            ))}
          </div>
        </div>
        <p aria-hidden className="ms-14 flex justify-between pt-1.5 text-xs text-text-3 tabular-nums"><span>{brief(days[0]!)}</span><span>{brief(days.at(-1)!)}</span></p>
      </div>
      <figcaption className="pt-3">
        <p className="pb-2 text-text-2 tabular-nums">{at === null ? t("All days shown") : long(days[at]!)}: <strong className="font-semibold text-text">{format(at === null ? totals.reduce((sum, each) => sum + each, 0n) : totals[at]!)}</strong></p>
        <ul className="flex flex-wrap gap-x-5 gap-y-1.5">
          {series.map(({ name, values, total }, index) => (
            <li key={name} className="flex items-center gap-2">
              <span aria-hidden className={`size-2.5 rounded-full ${lookOf(name, index, dots, "bg-series-7")}`} />
              <span dir="auto">{name}</span>
              <span className="text-text-3 tabular-nums">{format(at === null ? total : values[at]!)}</span>
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}
