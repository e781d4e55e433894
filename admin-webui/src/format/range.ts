import { dayOf } from "./times";

/** A range of whole UTC days, both ends included: the grain of the usage roll-ups. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

export type PresetName = "today" | "7d" | "30d" | "month";

export const presets: readonly { readonly name: PresetName; readonly label: string }[] = [
  { name: "today", label: "Today" },
  { name: "7d", label: "7 days" },
  { name: "30d", label: "30 days" },
  { name: "month", label: "This month" },
];

export const longestRangeDays = 366;

export function shifted(day: string, days: number): string {
  return dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000));
}

export function presetRange(name: PresetName, today: string): DayRange {
  switch (name) {
    case "today":
      return { from: today, to: today };
    case "7d":
      return { from: shifted(today, -6), to: today };
    case "30d":
      return { from: shifted(today, -29), to: today };
    case "month":
      return { from: `${today.slice(0, 8)}01`, to: today };
  }
}

export function presetOf(range: DayRange, today: string): PresetName | null {
  const found = presets.find(({ name }) => {
    const preset = presetRange(name, today);
    return preset.from === range.from && preset.to === range.to;
  });
  return found?.name ?? null;
}

export function isDay(text: string | null): text is string {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && dayOf(new Date(time)) === text;
}

/** Why a custom range cannot be used, as a sentence; null when it can. */
export function rangeProblem(from: string, to: string): string | null {
  if (!isDay(from) || !isDay(to)) return "Enter both days, for example 2026-03-01.";
  if (from > to) return "The first day must not be after the last one.";
  if (daysOf({ from, to }).length > longestRangeDays) return `Choose at most ${longestRangeDays} days.`;
  return null;
}

export function rangeFromAddress(search: URLSearchParams, today: string, otherwise: PresetName): DayRange {
  const from = search.get("from");
  const to = search.get("to");
  if (isDay(from) && isDay(to) && rangeProblem(from, to) === null) return { from, to };
  return presetRange(otherwise, today);
}

export function daysOf(range: DayRange): readonly string[] {
  const days: string[] = [];
  for (let day = range.from; day <= range.to && days.length <= longestRangeDays; day = shifted(day, 1)) days.push(day);
  return days;
}
