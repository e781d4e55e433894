import { create } from "zustand";
import type { Call } from "../api/answers";
import { emptyFeed, type Feed, merged, released, seeded } from "./feed";

export type Connection = "connecting" | "live" | "delayed" | "offline";

export interface Live {
  readonly feed: Feed;
  readonly connection: Connection;
  readonly updatedAt: number | null;
  readonly paused: boolean;
  /** The reader points at the table, has the focus in it, or has scrolled it: its rows must not move. */
  readonly reading: boolean;
}

const initial: Live = { feed: emptyFeed, connection: "connecting", updatedAt: null, paused: false, reading: false };

export const useLive = create<Live>(() => initial);

function holds(live: Live): boolean {
  return live.paused || live.reading;
}

export function receive(calls: readonly Call[], at: number = Date.now()): void {
  useLive.setState((live) => ({ feed: merged(live.feed, calls, holds(live)), updatedAt: at }));
}

export function seed(calls: readonly Call[], at: number = Date.now()): void {
  useLive.setState((live) => ({ feed: seeded(live.feed, calls, holds(live)), updatedAt: at }));
}

/** Shows the waiting rows now, because the reader asked. */
export function showWaiting(): void {
  useLive.setState((live) => ({ feed: released(live.feed) }));
}

export function setReading(reading: boolean): void {
  useLive.setState((live) => {
    if (live.reading === reading) return live;
    const next = { ...live, reading };
    return holds(next) ? next : { ...next, feed: released(live.feed) };
  });
}

export function setPaused(paused: boolean): void {
  useLive.setState((live) => {
    const next = { ...live, paused };
    return holds(next) ? next : { ...next, feed: released(live.feed) };
  });
}

export function setConnection(connection: Connection): void {
  useLive.setState({ connection });
}

/** At sign out: the next administrator at this screen must not see the last one's rows. */
export function forget(): void {
  useLive.setState(initial);
}
