/** How far back the overview looks; the service cuts the time into slots of UTC. */
export const spans = [
  { name: "24h", label: "24 hours", before: "the 24 hours before", slot: "hour" },
  { name: "7d", label: "7 days", before: "the 7 days before", slot: "day" },
  { name: "30d", label: "30 days", before: "the 30 days before", slot: "day" },
] as const;

export type Span = (typeof spans)[number];
export type SpanName = Span["name"];

export function spanFromAddress(search: URLSearchParams): Span {
  const asked = search.get("span");
  return spans.find(({ name }) => name === asked) ?? spans[0];
}

/** The beginnings of the slots, as ISO texts. */
export function slotsOf(window: {
  readonly since: string;
  readonly step_s: number;
  readonly steps: number;
}): readonly string[] {
  const first = Date.parse(window.since);
  return Array.from({ length: window.steps }, (_, number) =>
    new Date(first + number * window.step_s * 1000).toISOString(),
  );
}

export function slotOf(row: { readonly at: string }): string {
  return new Date(row.at).toISOString();
}
