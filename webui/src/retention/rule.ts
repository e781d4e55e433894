/** How long chats are kept, in words. */
import type { Retention } from "../api/own";
import { t } from "../languages/speaking";

const inDays = (count: number) => t("{count} days", { count });

/** Hours as people say them: days when they are whole ones. */
export function spanOf(hours: number): string {
  if (hours >= 48 && hours % 24 === 0) return inDays(hours / 24);
  if (hours >= 1) return t("{count} hours", { count: Math.round(hours * 10) / 10 });
  return t("{count} minutes", { count: Math.max(1, Math.round(hours * 60)) });
}

export const temporaryRule = (hours: number) =>
  t("It is in no list and no search, nothing names it, and it is deleted with its files {span} after its last message.", { span: spanOf(hours) });

export const endsRule = (hours: number) => t("deleted {span} after its last message.", { span: spanOf(hours) });

export function keptRule({ days }: Pick<Retention, "days">): string {
  if (days === null) return t("Chats are kept until you delete them.");
  return t("Chats are deleted with their files {count} days after they were last used. Pinned chats stay.", { count: days });
}

const offered = [7, 30, 90, 180, 365];

/** The days one may choose: never more than the operator's, and what is chosen now is among them. */
export function choicesOf({ operator_days, own_days }: Retention): [string, string][] {
  const allowed = offered.filter((days) => operator_days === null || days < operator_days);
  const own = own_days !== null && !allowed.includes(own_days) && (operator_days === null || own_days < operator_days) ? [own_days] : [];
  const days = [...allowed, ...own].sort((one, other) => one - other);
  const longest = operator_days === null ? t("Until I delete them") : t("{span}, the longest here", { span: inDays(operator_days) });
  return [["", longest], ...days.map((each): [string, string] => [String(each), inDays(each)])];
}

/** What of `choicesOf` holds now. */
export const chosenOf = ({ operator_days, own_days }: Retention): string =>
  own_days === null || (operator_days !== null && own_days >= operator_days) ? "" : String(own_days);

/** Whether with this choice chats would be deleted that are kept now. */
export const isShorter = (days: number, now: Pick<Retention, "days">) => now.days === null || days < now.days;
