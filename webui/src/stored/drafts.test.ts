// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";
import { forget, forgetAll, readDraft, readQueued, readUnsent, writeDraft, writeQueued, writeUnsent } from "./drafts";

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
  writeQueued("one", ["first", "second"]);

  expect(readQueued("one")).toEqual(["first", "second"]);
  writeQueued("one", []);
  expect(localStorage.length).toBe(0);
});

it("forgets everything of a deleted chat, and nothing of another", () => {
  writeDraft("one", "hello");
  writeQueued("one", ["first"]);
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
