// @vitest-environment happy-dom
import { expect, it } from "vitest";
import type { Message } from "../api/types";
import { joined, keptMost, textOf, withNewer, withOlder } from "./thread-data";

const message = (id: string, parent_id: string | null, text = id): Message => ({
  id,
  conversation_id: "c1",
  parent_id,
  role: "assistant",
  parts: [{ type: "thinking", text: "Hm" }, { type: "text", text }, { type: "text", text: "more" }],
  state: "complete",
  error: null,
  model: "small",
  generation_id: null,
  usage: null,
  sibling_ids: [id],
  created_at: "2026-01-01T00:00:00Z",
});
const ids = (messages: Message[]) => messages.map((each) => each.id);

it("keeps the older messages that a fresh window continues", () => {
  const old = { messages: [message("a", null), message("b", "a"), message("c", "b")], has_more: true, has_newer: false };

  const now = joined(old, { messages: [message("c2", "b"), message("d", "c2")], has_more: true, has_newer: false });

  expect(ids(now.messages)).toEqual(["a", "b", "c2", "d"]);
});

it("takes the fresh window alone when it continues nothing that is here", () => {
  const old = { messages: [message("a", null)], has_more: false, has_newer: false };
  const fresh = { messages: [message("z", "y")], has_more: true, has_newer: false };

  expect(joined(old, fresh)).toBe(fresh);
  expect(joined(undefined, fresh)).toBe(fresh);
});

it("copies what was said, not what was thought", () => {
  expect(textOf(message("a", null, "Hello"))).toBe("Hello\n\nmore");
});

const many = (from: number, count: number) => Array.from({ length: count }, (_, index) => message(`m${from + index}`, `m${from + index - 1}`));
const ends = ({ messages, has_more, has_newer }: ReturnType<typeof withOlder>) => [messages[0]!.id, messages.at(-1)!.id, has_more, has_newer];

it("leaves the newest behind for older ones, and the oldest for newer ones", () => {
  const now = { messages: many(1000, keptMost), has_more: true, has_newer: false };

  const up = withOlder(now, { messages: many(950, 50), has_more: false, has_newer: true });
  const down = withNewer(up, { messages: many(1350, 50), has_more: true, has_newer: false });

  expect(ends(up)).toEqual(["m950", "m1349", false, true]);
  expect(ends(down)).toEqual(["m1000", "m1399", true, false]);
});

it("keeps all of a short thread, and an answer that is being written", () => {
  const now = { messages: many(50, keptMost), has_more: true, has_newer: false };
  const older = { messages: many(0, 50), has_more: false, has_newer: true };
  now.messages.at(-1)!.state = "streaming";

  expect(ends(withOlder(now, older))).toEqual(["m0", "m449", false, false]);
  expect(ends(withOlder({ ...now, messages: many(50, 5) }, older))).toEqual(["m0", "m54", false, false]);
});
