// @vitest-environment happy-dom
import { getDefaultStore } from "jotai";
import { beforeEach, expect, it } from "vitest";
import type { Conversation } from "../api/types";
import { markRead, markUnread, notice, unreadAtom } from "./unread";

const seen = (id: string, running: string | null) => ({ id, running_generation_id: running }) as Conversation;
const unread = () => [...getDefaultStore().get(unreadAtom)];

beforeEach(() => {
  for (const id of unread()) markRead(id);
  localStorage.clear();
  history.replaceState(null, "", "/");
});

it("marks what was answering and is not any more, once, also after a reload", () => {
  notice([seen("a", "g1"), seen("b", null)]);
  expect(localStorage.getItem("parley:answering")).toBe("a");
  notice([seen("a", null), seen("b", null)]);

  expect(unread()).toEqual(["a"]);
  expect(localStorage.getItem("parley:unread")).toBe("a");
  markRead("a");
  notice([seen("a", null)]);
  expect(unread()).toEqual([]);
});

it("marks nothing that is open", () => {
  history.replaceState(null, "", "/c/a");

  markUnread("a");
  markUnread("b");

  expect(unread()).toEqual(["b"]);
});
