import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Call } from "../api/answers";
import { longestFeed } from "./feed";
import { forget, receive, seed, setPaused, setReading, showWaiting, useLive } from "./live";
import { paced } from "./pace";

function aCall(number: number): Call {
  return {
    id: `call-${number.toString().padStart(4, "0")}`,
    at: new Date(Date.UTC(2026, 2, 12) + number * 1000).toISOString(),
    source: "relay",
    user: null,
    team_id: null,
    key: null,
    model: "smollm2",
    provider: "local",
    upstream: "smollm2",
    outcome: "ok",
    error_code: null,
    input_tokens: 1,
    cached_tokens: 0,
    output_tokens: 1,
    cache_write_tokens: 0,
    reasoning_tokens: 0,
    estimated: false,
    cost_nano_usd: "0",
    first_token_ms: null,
    latency_ms: 1,
    stream: false,
    client: "",
    own_key: false,
    list_cost_nano_usd: null,
    attempts: 1,
    earlier_attempts: [],
  };
}

function shown(): readonly string[] {
  return useLive.getState().feed.shown.map((call) => call.id);
}

function waiting(): number {
  return useLive.getState().feed.waiting.length;
}

beforeEach(forget);

describe("the last calls", () => {
  it("come newest first, whatever the order of arrival", () => {
    receive([aCall(1), aCall(3), aCall(2)]);

    expect(shown()).toEqual(["call-0003", "call-0002", "call-0001"]);
  });

  it("are shown once even when the socket and the list both bring them", () => {
    seed([aCall(1)]);
    receive([aCall(1), aCall(2)]);
    seed([aCall(2), aCall(1)]);

    expect(shown()).toEqual(["call-0002", "call-0001"]);
  });

  it("are not tinted at the start and tinted once when they are new", () => {
    seed([aCall(1)]);
    expect(useLive.getState().feed.fresh.size).toBe(0);

    receive([aCall(2)]);
    expect([...useLive.getState().feed.fresh]).toEqual(["call-0002"]);
  });

  it("never grow without end", () => {
    receive(Array.from({ length: longestFeed + 20 }, (_, number) => aCall(number)));

    expect(shown()).toHaveLength(longestFeed);
    expect(shown()[0]).toBe("call-0119");
  });
});

describe("new calls", () => {
  it("wait while the reader is at a row and come when the reader leaves", () => {
    seed([aCall(1)]);
    setReading(true);
    receive([aCall(2), aCall(3)]);
    expect(shown()).toEqual(["call-0001"]);
    expect(waiting()).toBe(2);

    setReading(false);
    expect(shown()).toHaveLength(3);
    expect(waiting()).toBe(0);
  });

  it("wait while paused, even when the reader leaves the table", () => {
    setPaused(true);
    receive([aCall(1)]);
    setReading(true);
    setReading(false);
    expect(waiting()).toBe(1);

    setPaused(false);
    expect(shown()).toEqual(["call-0001"]);
  });

  it("are shown when asked for, and later ones wait again", () => {
    setPaused(true);
    receive([aCall(1)]);
    showWaiting();
    receive([aCall(2)]);

    expect(shown()).toEqual(["call-0001"]);
    expect(waiting()).toBe(1);
  });
});

describe("the pace of merging", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is at once for a lone call and once a second for a storm", () => {
    const batches: (readonly number[])[] = [];
    const push = paced<number>(1000, (items) => batches.push(items));

    push(1);
    vi.advanceTimersByTime(1);
    expect(batches).toEqual([[1]]);

    push(2);
    vi.advanceTimersByTime(400);
    push(3);
    expect(batches).toHaveLength(1);

    vi.advanceTimersByTime(600);
    expect(batches).toEqual([[1], [2, 3]]);
  });
});
