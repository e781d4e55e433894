import { expect, it } from "vitest";
import type { Found } from "../api/types";
import { addressOf, firstRow, groupsOf } from "./rows";

const found = (id: string, marked: boolean, ...hits: string[]): Found => ({
  conversation_id: id,
  shelf: "open",
  updated_at: "2026-01-01T00:00:00Z",
  title: [{ text: id, marked }],
  hits: hits.map((message_id) => ({ message_id, role: "user", at: "2026-01-01T00:00:00Z", excerpt: [] })),
  more: 0,
});

it("lists a chat's title, then its messages, each with its address", () => {
  const groups = groupsOf([found("c1", false, "m1", "m 2"), found("c2", true)]);

  expect(groups.map((group) => group.rows.map(addressOf))).toEqual([["/c/c1", "/c/c1?m=m1", "/c/c1?m=m%202"], ["/c/c2"]]);
});

it("begins at the message that was found, unless it was the title", () => {
  const rows = (...all: Found[]) => groupsOf(all).flatMap((group) => group.rows);

  expect(firstRow(rows(found("c1", false, "m1")))).toBe(1);
  expect(firstRow(rows(found("c1", true, "m1")))).toBe(0);
  expect(firstRow(rows(found("c1", false)))).toBe(0);
  expect(firstRow([])).toBe(0);
});
