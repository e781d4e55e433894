/** What can be done by its name. */
import type { LucideIcon } from "lucide-react";

export type Action = {
  id: string;
  group: string;
  name: string;
  icon: LucideIcon;
  /** Beside the name: where it leads, or what is on now. */
  detail?: string;
  keys?: string;
  /** Other words for it. */
  also?: string;
  run: () => void;
};

const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** How well words fit: 0 not at all; a name that begins with them is best, then words that do, then letters inside. */
export function fit(action: Pick<Action, "name" | "group" | "detail" | "also">, query: string): number {
  const name = plain(action.name);
  const all = plain(`${action.name} ${action.group} ${action.also ?? ""} ${action.detail ?? ""}`);
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (!words.every((word) => all.includes(word))) return 0;
  if (name.startsWith(words.join(" "))) return 4;
  const begins = (text: string) => words.every((word) => text.split(/[\s,:/-]+/).some((each) => each.startsWith(word)));
  if (begins(name)) return 3;
  return begins(all) ? 2 : 1;
}

/** The best first; what fits equally well stays in its order. Without a query: all of them. */
export function matching(actions: Action[], query: string, most: number): Action[] {
  if (query.trim() === "") return actions;
  return actions
    .map((action) => ({ action, fit: fit(action, query) }))
    .filter((each) => each.fit > 0)
    .sort((one, other) => other.fit - one.fit)
    .slice(0, most)
    .map((each) => each.action);
}

/** As they come, with the name of a group above its first. */
export function grouped(actions: Action[]): { name: string; actions: Action[] }[] {
  const groups: { name: string; actions: Action[] }[] = [];
  for (const action of actions) {
    const last = groups.at(-1);
    if (last?.name === action.group) last.actions.push(action);
    else groups.push({ name: action.group, actions: [action] });
  }
  return groups;
}
