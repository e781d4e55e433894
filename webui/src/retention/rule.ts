/** How long chats are kept, in words. */
import type { Retention } from "../api/own";

const plural = (count: number, one: string) => `${count} ${one}${count === 1 ? "" : "s"}`;

/** Hours as people say them: days when they are whole ones. */
export function spanOf(hours: number): string {
  if (hours >= 48 && hours % 24 === 0) return plural(hours / 24, "day");
  if (hours >= 1) return plural(Math.round(hours * 10) / 10, "hour");
  return plural(Math.max(1, Math.round(hours * 60)), "minute");
}

export const temporaryRule = (hours: number) =>
  `It is in no list and no search, nothing names it, and it is deleted with its files ${spanOf(hours)} after its last message.`;

export const endsRule = (hours: number) => `deleted ${spanOf(hours)} after its last message.`;

export function keptRule({ days }: Pick<Retention, "days">): string {
  if (days === null) return "Chats are kept until you delete them.";
  return `Chats are deleted with their files ${plural(days, "day")} after they were last used. Pinned chats stay.`;
}

const offered = [7, 30, 90, 180, 365];

/** The days one may choose: never more than the operator's, and what is chosen now is among them. */
export function choicesOf({ operator_days, own_days }: Retention): [string, string][] {
  const allowed = offered.filter((days) => operator_days === null || days < operator_days);
  const own = own_days !== null && !allowed.includes(own_days) && (operator_days === null || own_days < operator_days) ? [own_days] : [];
  const days = [...allowed, ...own].sort((one, other) => one - other);
  const longest = operator_days === null ? "Until I delete them" : `${plural(operator_days, "day")}, the longest here`;
  return [["", longest], ...days.map((each): [string, string] => [String(each), plural(each, "day")])];
}

/** What of `choicesOf` holds now. */
export const chosenOf = ({ operator_days, own_days }: Retention): string =>
  own_days === null || (operator_days !== null && own_days >= operator_days) ? "" : String(own_days);

/** Whether with this choice chats would be deleted that are kept now. */
export const isShorter = (days: number, now: Pick<Retention, "days">) => now.days === null || days < now.days;
