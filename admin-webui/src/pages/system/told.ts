import type { System } from "../../api/answers";
import { plural } from "../../format/numbers";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long something has been there: `3 days`, `5 h`, `12 min`. */
export function lasting(since: string, now: number): string {
  const size = Math.max(0, now - Date.parse(since));
  if (size >= 2 * day) return plural(Math.floor(size / day), "day");
  if (size >= hour) return `${Math.floor(size / hour)} h`;
  return size < minute ? "under a minute" : `${Math.floor(size / minute)} min`;
}

export const services: Readonly<Record<string, string>> = { chat: "Chat", admin: "Administration", relay: "Relay" };

export interface Waiting {
  readonly name: string;
  readonly value: number | null;
  readonly text: string;
}

/** What waits, each with what it means that it does. */
export function waiting({ backlog }: System): readonly Waiting[] {
  return [
    { name: "Calls not booked yet", value: backlog.unbooked, text: "in the journals of all instances" },
    { name: "Batches not summed yet", value: backlog.open_batches, text: "in the ledger, on their way to its sums" },
    { name: "Searches to tidy", value: backlog.untidy, text: "people whose index is being put in order" },
    { name: "Answers being written", value: backlog.running_answers, text: "in the chat, now" },
  ];
}

/** Of how many of the services none is there. */
export function missing({ instances }: System): readonly string[] {
  if (instances === null) return [];
  const there = new Set<string>(instances.map(({ service }) => service));
  return Object.keys(services).filter((name) => !there.has(name));
}

/** Whether a restart onto another version is under way. */
export function versions({ instances }: System): readonly string[] {
  return [...new Set((instances ?? []).map(({ version }) => version))].sort();
}
