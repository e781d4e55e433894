import type { AnalysisPart } from "../../api/answers";
import type { AnalysisWanted } from "../../api/queries";
import type { DayRange } from "../../format/range";
import { callsPath } from "../calls/callFilter";

export const dimensions = [
  { name: "model", label: "Model", none: "Without a model" },
  { name: "provider", label: "Provider", none: "Without a provider" },
  { name: "user", label: "User", none: "No user: on a team" },
  { name: "team", label: "Team", none: "No team: on a user" },
  { name: "key", label: "Key", none: "No key: in the chat" },
  { name: "client", label: "Tool", none: "Did not tell" },
] as const;

export type Dimension = (typeof dimensions)[number]["name"];

export function dimensionFrom(search: URLSearchParams): Dimension {
  return dimensions.find(({ name }) => name === search.get("by"))?.name ?? "model";
}

export function wantedAnalysis(by: Dimension, range: DayRange): AnalysisWanted {
  return { by, from: range.from, to: range.to };
}

export function partName(part: AnalysisPart, by: Dimension): string {
  if (part.id !== "") return part.name;
  return dimensions.find(({ name }) => name === by)?.none ?? "None";
}

/** The calls behind a row; what belongs to none has no filter of its own. */
export function behind(part: AnalysisPart, by: Dimension, range: DayRange): string | null {
  return part.id === "" ? null : callsPath(range, { [by]: part.id });
}
