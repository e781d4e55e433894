import type { Call } from "../api/answers";

/**
 * The last calls as the table shows them. Calls that arrive while the reader points at a row, has scrolled or has
 * paused wait above the table instead of moving it.
 */
export interface Feed {
  readonly shown: readonly Call[];
  readonly waiting: readonly Call[];
  /** Calls that the last merge brought into view: they are tinted once. */
  readonly fresh: ReadonlySet<string>;
}

export const emptyFeed: Feed = { shown: [], waiting: [], fresh: new Set() };
export const longestFeed = 100;

function newestFirst(calls: Iterable<Call>): readonly Call[] {
  const byId = new Map<string, Call>();
  for (const call of calls) if (!byId.has(call.id)) byId.set(call.id, call);
  return [...byId.values()]
    .sort((one, other) => Date.parse(other.at) - Date.parse(one.at) || (other.id < one.id ? -1 : 1))
    .slice(0, longestFeed);
}

/** Merges what arrived; a call already known is not shown twice, whichever way it came. */
export function merged(feed: Feed, arrived: readonly Call[], hold: boolean): Feed {
  const known = new Set([...feed.shown, ...feed.waiting].map((call) => call.id));
  const added = arrived.filter((call) => !known.has(call.id));
  if (hold) {
    return added.length === 0 ? feed : { ...feed, waiting: newestFirst([...added, ...feed.waiting]) };
  }
  const incoming = [...added, ...feed.waiting];
  if (incoming.length === 0) return feed;
  return {
    shown: newestFirst([...incoming, ...feed.shown]),
    waiting: [],
    fresh: new Set(incoming.map((call) => call.id)),
  };
}

/** Starts from what the service knows. The first rows are not news, so nothing is tinted. */
export function seeded(feed: Feed, calls: readonly Call[], hold: boolean): Feed {
  if (feed.shown.length === 0 && feed.waiting.length === 0) return { ...emptyFeed, shown: newestFirst(calls) };
  return merged(feed, calls, hold);
}

export function released(feed: Feed): Feed {
  return merged(feed, [], false);
}
