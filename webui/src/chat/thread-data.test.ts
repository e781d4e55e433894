// @vitest-environment happy-dom
import { expect, it } from "vitest";
import type { Message } from "../api/types";
import { joined, textOf } from "./thread-data";

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
  const old = { messages: [message("a", null), message("b", "a"), message("c", "b")], has_more: true };

  const now = joined(old, { messages: [message("c2", "b"), message("d", "c2")], has_more: true });

  expect(ids(now.messages)).toEqual(["a", "b", "c2", "d"]);
});

it("takes the fresh window alone when it continues nothing that is here", () => {
  const old = { messages: [message("a", null)], has_more: false };
  const fresh = { messages: [message("z", "y")], has_more: true };

  expect(joined(old, fresh)).toBe(fresh);
  expect(joined(undefined, fresh)).toBe(fresh);
});

it("copies what was said, not what was thought", () => {
  expect(textOf(message("a", null, "Hello"))).toBe("Hello\n\nmore");
});
