import type { AnnouncementBody, SaidAnnouncement } from "../../api/answers";
import type { Facts } from "../../changes/facts";

export type Level = SaidAnnouncement["level"];

export const levels: readonly (readonly [Level, string])[] = [
  ["info", "For information"],
  ["warning", "Important"],
  ["urgent", "Urgent"],
];

/** An announcement as it is being typed; times are of this browser's zone, empty for at once and for good. */
export interface Draft {
  readonly title: string;
  readonly text: string;
  readonly level: Level;
  readonly since: string;
  readonly until: string;
  readonly teams: readonly string[];
}

export const nothingSaid: Draft = { title: "", text: "", level: "info", since: "", until: "", teams: [] };

const two = (number: number): string => String(number).padStart(2, "0");

/** `2026-03-12T14:05`, as the browser's own field has it. */
export function localOf(moment: string | null): string {
  if (moment === null) return "";
  const at = new Date(moment);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

function momentOf(local: string): string | null {
  return local === "" ? null : new Date(local).toISOString();
}

export function draftOf({ title, text, level, since, until, teams }: SaidAnnouncement): Draft {
  return { title, text, level, since: localOf(since), until: localOf(until), teams };
}

/** What is wrong, as sentences, by the field's name. */
export function problemsOf(draft: Draft): ReadonlyMap<keyof Draft, string> {
  const problems = new Map<keyof Draft, string>();
  if (draft.title.trim() === "") problems.set("title", "Say in a few words what it is about.");
  const since = draft.since === "" ? Date.now() : Date.parse(draft.since);
  if (draft.until !== "" && !(Date.parse(draft.until) > since)) problems.set("until", "It must end after it begins.");
  return problems;
}

export function bodyOf(draft: Draft): AnnouncementBody {
  return {
    title: draft.title.trim(),
    text: draft.text.trim(),
    level: draft.level,
    since: momentOf(draft.since),
    until: momentOf(draft.until),
    teams: [...draft.teams],
  };
}

export function teamsTold(teams: readonly string[], names: ReadonlyMap<string, string>): string {
  return teams.length === 0 ? "Everybody" : teams.map((id) => names.get(id) ?? id).join(", ");
}

/** What it says, field by field. */
export function factsOf(draft: Draft, names: ReadonlyMap<string, string>): Facts {
  return new Map([
    ["Title", draft.title.trim()],
    ["Text", draft.text.trim()],
    ["Level", levels.find(([level]) => level === draft.level)?.[1] ?? draft.level],
    ["From", draft.since.replace("T", " ") || "now"],
    ["Until", draft.until.replace("T", " ") || "for good"],
    ["For", teamsTold(draft.teams, names)],
  ]);
}
