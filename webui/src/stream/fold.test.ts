import { expect, it } from "vitest";
import type { Message } from "../api/types";
import { fold } from "./fold";

const empty: Message = {
  id: "a1",
  conversation_id: "c1",
  parent_id: "u1",
  role: "assistant",
  parts: [],
  state: "streaming",
  error: null,
  model: "small",
  generation_id: "g1",
  usage: null,
  sibling_ids: ["a1"],
  created_at: "2026-01-01T00:00:00Z",
};

it("appends text to its part and creates a part that is new", () => {
  const thinking = fold(empty, { kind: "delta", part: 0, type: "thinking", text: "Hm" });
  const text = fold(fold(thinking, { kind: "delta", part: 1, type: "text", text: "Hel" }), { kind: "delta", part: 1, type: "text", text: "lo" });

  expect(text.parts).toEqual([
    { type: "thinking", text: "Hm" },
    { type: "text", text: "Hello" },
  ]);
  expect(text.parts[0]).toBe(thinking.parts[0]);
});

it("takes a tool call whole", () => {
  const message = fold(empty, { kind: "tool_call", part: 0, id: "t", name: "search", arguments: "{}" });

  expect(message.parts).toEqual([{ type: "tool_call", id: "t", name: "search", arguments: "{}" }]);
});

it("lets a snapshot replace what was there and the final message end it", () => {
  const snapshot = { ...empty, parts: [{ type: "text" as const, text: "so far" }] };
  const done = { ...snapshot, state: "complete" as const };

  expect(fold(fold(empty, { kind: "delta", part: 0, type: "text", text: "old" }), { kind: "snapshot", message: snapshot })).toBe(snapshot);
  expect(fold(snapshot, { kind: "final", message: done })).toBe(done);
});

it("puts a run in its call's place, and drops what is made anew", () => {
  const called = fold(empty, { kind: "tool_call", part: 0, id: "t", name: "sum", arguments: "{}" });
  const run = { type: "tool_run" as const, id: "t", name: "sum", title: "Sum", arguments: "{}", state: "running" as const, output: "", sources: [], files: [], lasted_ms: null, digest: "d" };
  const running = fold(called, { kind: "tool_run", part: 0, run });
  const told = fold(running, { kind: "delta", part: 1, type: "text", text: "half" });

  expect(running.parts).toEqual([run]);
  expect(fold(told, { kind: "dropped", part: 1 }).parts).toEqual([run]);
});
