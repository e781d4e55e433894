import type { Overview } from "../../api/answers";
import type { Span } from "../../format/span";
import { hourOf, shortDay, wholeDay, wholeHour } from "../../format/times";
import { callsPath, type Filters } from "../calls/callFilter";

/** What every panel of the overview is given, and the words that they share. */
export interface PanelProps {
  readonly overview: Overview | undefined;
  readonly span: Span;
  readonly error: unknown;
  readonly busy: boolean;
  readonly onRetry: () => void;
}

export const height = 220;

export function wordsOf(span: Span) {
  const hourly = span.slot === "hour";
  return {
    slotName: hourly ? "Hour (UTC)" : "Day (UTC)",
    slotText: (slot: string) => (hourly ? hourOf(slot) : shortDay(slot.slice(0, 10))),
    heading: hourly ? wholeHour : wholeDay,
  };
}

/** The calls of the day (UTC) that a slot is in. */
export function callsBehind(slot: string, filters: Filters): string {
  const day = slot.slice(0, 10);
  return callsPath({ from: day, to: day }, filters);
}
