import type { FiredAlert } from "../../api/answers";

export function stateOf({ resolved_at, acknowledged_at }: Pick<FiredAlert, "resolved_at" | "acknowledged_at">) {
  if (resolved_at !== null) return "resolved";
  return acknowledged_at === null ? "firing" : "acknowledged";
}
