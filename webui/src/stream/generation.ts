/**
 * Follows one generation until its final event, through cut connections. A reader belongs to the page, not to the
 * view: leaving a conversation does not end it. Events fold into a plain buffer; one animation frame publishes.
 */
import { atom, getDefaultStore } from "jotai";
import { authorisedFetch } from "../api/access";
import { Problem } from "../api/problem";
import type { Message } from "../api/types";
import { msg } from "../languages/speaking";
import { EventParser, type ServerEvent } from "./event-parser";
import { fold, type GenerationEvent } from "./fold";

export type Live = { message: Message; connection: "open" | "reconnecting" };
type Ending = (message: Message | null) => void;

const frameMs = 33;
const hiddenMs = 100;
const stallMs = 45_000;
const store = getDefaultStore();
const running = new Map<string, ReturnType<typeof atom<Live | null>>>();

export const liveAtom = (messageId: string) => {
  const known = running.get(messageId);
  if (known) return known;
  const made = atom<Live | null>(null);
  running.set(messageId, made);
  return made;
};

const following = new Set<string>();

/** Start following, once; `onEnd` gets the final message, or null when the run is no longer known. */
export function follow(message: Message, onEnd: Ending): void {
  const generation = message.generation_id;
  if (!generation || following.has(generation)) return;
  following.add(generation);
  void read(generation, message, (final) => {
    onEnd(final);
    following.delete(generation);
    running.delete(message.id);
  });
}

export function backOffMs(attempt: number, random: () => number = Math.random): number {
  return Math.min(8000, 500 * 2 ** attempt) * (0.75 + random() * 0.5);
}

async function read(generation: string, start: Message, onEnd: Ending): Promise<void> {
  const live = liveAtom(start.id);
  let message = start;
  let lastId: string | null = null;
  let attempt = 0;
  let scheduled = false;

  const publish = (connection: Live["connection"]) => store.set(live, { message, connection });
  const flushSoon = () => {
    if (scheduled) return;
    scheduled = true;
    const flush = () => {
      scheduled = false;
      if (message.state === "streaming") publish("open");
    };
    if (document.hidden) setTimeout(flush, hiddenMs);
    else setTimeout(() => requestAnimationFrame(flush), frameMs - 16);
  };

  for (;;) {
    try {
      for await (const raw of events(generation, lastId)) {
        attempt = 0;
        if (raw.id !== null) lastId = raw.id;
        const event = parsed(raw);
        if (!event) continue;
        message = fold(message, event);
        if (event.kind === "final") return onEnd(message);
        flushSoon();
      }
    } catch (error) {
      if (error instanceof Problem && (error.status === 404 || error.status === 410)) return onEnd(null);
      if (error instanceof Problem && (error.status === 401 || error.status === 403)) return onEnd(null);
    }
    publish("reconnecting");
    await wokenAfter(backOffMs(attempt));
    attempt += 1;
  }
}

async function* events(generation: string, lastId: string | null): AsyncGenerator<ServerEvent> {
  const abort = new AbortController();
  let stall = setTimeout(() => abort.abort(), stallMs);
  try {
    const headers: Record<string, string> = { accept: "text/event-stream" };
    if (lastId !== null) headers["last-event-id"] = lastId;
    const url = new URL(`/api/generations/${generation}/events`, location.origin);
    const response = await authorisedFetch(new Request(url, { headers, signal: abort.signal, cache: "no-store" }));
    if (!response.ok || !response.body) throw new Problem("stream", msg("The stream was refused."), response.status);
    const parser = new EventParser();
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(stall);
      stall = setTimeout(() => abort.abort(), stallMs);
      yield* parser.feed(decoder.decode(value, { stream: true }));
    }
  } finally {
    clearTimeout(stall);
    abort.abort();
  }
}

function parsed(raw: ServerEvent): GenerationEvent | null {
  const kinds = ["snapshot", "delta", "tool_call", "tool_run", "dropped", "final"];
  if (!kinds.includes(raw.event)) return null;
  return { ...(JSON.parse(raw.data) as object), kind: raw.event } as GenerationEvent;
}

function wokenAfter(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener("online", done);
  });
}
