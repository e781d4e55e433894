import { fullest, type Gauge, gaugesOf } from "../../allowances/gauges";
import type { Ranked } from "../../api/answers";

export const edges = [
  { name: "all", label: "All", least: 0 },
  { name: "near", label: "From 80 %", least: 0.8 },
  { name: "over", label: "Used up", least: 1 },
] as const;

export type EdgeFilter = (typeof edges)[number]["name"];

export function edgeFrom(search: URLSearchParams): EdgeFilter {
  return edges.find(({ name }) => name === search.get("edge"))?.name ?? "all";
}

/** A subject with all its limits and budgets, and the one of them that stops calls first. */
export interface Rank {
  readonly subject: Ranked;
  readonly gauges: readonly Gauge[];
  readonly worst: Gauge;
}

export function rankOf(subject: Ranked): Rank | null {
  const gauges = gaugesOf(subject);
  const worst = fullest(gauges);
  return worst === null ? null : { subject, gauges, worst };
}

/** In the service's order. */
export function ranksOf(subjects: readonly Ranked[]): readonly Rank[] {
  return subjects.map(rankOf).filter((rank) => rank !== null);
}

export function leastOf(edge: EdgeFilter): number {
  return edges.find(({ name }) => name === edge)?.least ?? 0;
}

/** Where the subject is shown. */
export function subjectPath({ kind, id }: Pick<Ranked, "kind" | "id">): string {
  return `/${kind}s?${kind}=${encodeURIComponent(id)}`;
}
