// @vitest-environment happy-dom
import { getDefaultStore } from "jotai";
import { beforeEach, expect, it } from "vitest";
import { kept } from "./kept";

const store = getDefaultStore();
beforeEach(() => localStorage.clear());

it("remembers a choice, and nothing for the usual one", () => {
  const size = kept<"normal" | "large">("test:size", "normal");

  store.set(size, "large");
  expect(localStorage.getItem("test:size")).toBe("large");
  store.set(size, "normal");
  expect([store.get(size), localStorage.length]).toEqual(["normal", 0]);
});

it("hears what another tab chose", () => {
  const size = kept<"normal" | "large">("test:size", "normal");
  const leave = store.sub(size, () => {});

  dispatchEvent(new StorageEvent("storage", { key: "test:size", newValue: "large" }));
  expect(store.get(size)).toBe("large");
  leave();
});
