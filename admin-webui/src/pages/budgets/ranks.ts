import { edgeOf, fullest, type Gauge, gaugesOf } from "../../allowances/gauges";
import type { Ranked } from "../../api/answers";

export const edges = [
  { name: "all", label: "All" },
  { name: "near", label: "From 80 %" },
  { name: "over", label: "Used up" },
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

/** Those that are at least as near the edge as was asked for, in the service's order. */
export function ranksOf(subjects: readonly Ranked[], edge: EdgeFilter): readonly Rank[] {
  return subjects
    .map(rankOf)
    .filter((rank) => rank !== null)
    .filter(({ worst }) => {
      const at = edgeOf(worst.permille);
      return edge === "all" || at === "over" || (edge === "near" && at === "near");
    });
}

/** Where the subject is shown. */
export function subjectPath({ kind, id }: Pick<Ranked, "kind" | "id">): string {
  return `/${kind}s?${kind}=${encodeURIComponent(id)}`;
}
