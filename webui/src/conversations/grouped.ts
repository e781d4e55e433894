import type { Conversation } from "../api/types";
import { date } from "../languages/formats";
import { t } from "../languages/speaking";

export type Group = { name: string; items: Conversation[] };

const dayMs = 86_400_000;

/** Today, Yesterday, Previous 7 days, Previous 30 days, then by month. Keeps the order given. */
export function grouped(conversations: Conversation[], now: Date): Group[] {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const nameOf = (at: Date) => {
    const time = at.getTime();
    if (time >= midnight) return t("Today");
    if (time >= midnight - dayMs) return t("Yesterday");
    if (time >= midnight - 7 * dayMs) return t("Previous 7 days");
    if (time >= midnight - 30 * dayMs) return t("Previous 30 days");
    return date(at, { month: "long", year: "numeric" });
  };
  const groups: Group[] = [];
  for (const conversation of conversations) {
    const name = nameOf(new Date(conversation.updated_at));
    const known = groups.find((group) => group.name === name);
    if (known) known.items.push(conversation);
    else groups.push({ name, items: [conversation] });
  }
  return groups;
}

/** The time of something today, else its day. */
export function dateOf(iso: string, now = new Date()): string {
  const at = new Date(iso);
  if (at.toDateString() === now.toDateString()) return date(at, { hour: "2-digit", minute: "2-digit" });
  return date(at, at.getFullYear() === now.getFullYear() ? { day: "numeric", month: "short" } : { day: "numeric", month: "short", year: "numeric" });
}
