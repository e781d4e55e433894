// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";
import type { StoredFile } from "../api/types";
import { forget, forgetAll, readAttached, readDraft, readQueued, readUnsent, writeAttached, writeDraft, writeQueued, writeUnsent } from "./drafts";

beforeEach(() => localStorage.clear());

it("keeps one draft for each conversation", () => {
  writeDraft("one", "hello");
  writeDraft("two", "hi");

  expect([readDraft("one"), readDraft("two"), readDraft("three")]).toEqual(["hello", "hi", ""]);
});

it("forgets an empty draft", () => {
  writeDraft("one", "hello");
  writeDraft("one", "");

  expect(localStorage.length).toBe(0);
});

it("keeps what was sent until it is acknowledged", () => {
  const unsent = { key: "k", text: "hello", parentId: null, model: "small" };
  writeUnsent("one", unsent);

  expect(readUnsent("one")).toEqual(unsent);
  writeUnsent("one", null);
  expect(readUnsent("one")).toBeNull();
});

it("keeps what waits for its turn, in order", () => {
  const first = { text: "first", files: [] };
  writeQueued("one", [first, { text: "second", files: [] }]);

  expect(readQueued("one")).toEqual([first, { text: "second", files: [] }]);
  writeQueued("one", []);
  expect(localStorage.length).toBe(0);
});

it("reads what an earlier version let wait", () => {
  localStorage.setItem("parley:queued:one", JSON.stringify(["first"]));

  expect(readQueued("one")).toEqual([{ text: "first", files: [] }]);
});

it("keeps the files of a draft", () => {
  const file = { id: "f1", name: "a.txt" } as StoredFile;
  writeAttached("one", [file]);

  expect(readAttached("one")).toEqual([file]);
  writeAttached("one", []);
  expect(localStorage.length).toBe(0);
});

it("forgets everything of a deleted chat, and nothing of another", () => {
  writeDraft("one", "hello");
  writeQueued("one", [{ text: "first", files: [] }]);
  writeAttached("one", [{ id: "f1" } as StoredFile]);
  writeDraft("two", "hi");

  forget("one");

  expect(Object.keys(localStorage)).toEqual(["parley:draft:two"]);
});

it("leaves nothing private behind at sign-out", () => {
  writeDraft("one", "secret");
  localStorage.setItem("parley:theme", "dark");

  forgetAll();

  expect(Object.keys(localStorage)).toEqual(["parley:theme"]);
});
