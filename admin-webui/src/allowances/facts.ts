import type { Facts } from "../changes/facts";
import { type Draft, windows } from "./draft";

const counts = [
  ["requests", "Requests a minute"],
  ["tokens", "Tokens a minute"],
  ["parallel", "Calls at once"],
] as const;

const noLimit = "no limit";

/** What a draft allows, limit by limit and budget by budget. */
export function factsOf(draft: Draft): Facts {
  const facts = new Map<string, string>();
  for (const [field, label] of counts) facts.set(label, draft[field].trim() || noLimit);
  for (const { window, amount, hard, zone } of draft.budgets) {
    const word = windows.find(([name]) => name === window)?.[1] ?? window;
    facts.set(
      `Budget, ${word.toLowerCase()} (${zone}, ${hard ? "hard" : "soft"})`,
      `$${amount.trim().replace(/^\$/, "")}`,
    );
  }
  return facts;
}
