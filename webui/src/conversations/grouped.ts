import type { Conversation } from "../api/types";

export type Group = { name: string; items: Conversation[] };

const dayMs = 86_400_000;

/** Today, Yesterday, Previous 7 days, Previous 30 days, then by month. Keeps the order given. */
export function grouped(conversations: Conversation[], now: Date, locale = "en"): Group[] {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const month = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric" });
  const nameOf = (at: Date) => {
    const time = at.getTime();
    if (time >= midnight) return "Today";
    if (time >= midnight - dayMs) return "Yesterday";
    if (time >= midnight - 7 * dayMs) return "Previous 7 days";
    if (time >= midnight - 30 * dayMs) return "Previous 30 days";
    return month.format(at);
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

const time = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit" });
const thisYear = new Intl.DateTimeFormat("en", { day: "numeric", month: "short" });
const otherYear = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });

/** The time of something today, else its day. */
export function dateOf(iso: string, now = new Date()): string {
  const at = new Date(iso);
  if (at.toDateString() === now.toDateString()) return time.format(at);
  return (at.getFullYear() === now.getFullYear() ? thisYear : otherYear).format(at);
}
