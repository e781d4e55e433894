import { expect, it } from "vitest";
import { takesKey } from "./send-key";

const enter = { key: "Enter", shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };

it.each([
  ["Enter sends", enter, "enter", false, true],
  ["Shift+Enter makes a line", { ...enter, shiftKey: true }, "enter", false, false],
  ["Enter makes a line when Ctrl+Enter was chosen", enter, "ctrl-enter", false, false],
  ["Ctrl+Enter sends then", { ...enter, ctrlKey: true }, "ctrl-enter", false, true],
  ["Cmd+Enter sends then", { ...enter, metaKey: true }, "ctrl-enter", false, true],
  ["Enter makes a line under a finger", enter, "enter", true, false],
  ["Ctrl+Enter sends there too", { ...enter, ctrlKey: true }, "enter", true, true],
  ["another key does not send", { ...enter, key: "a" }, "enter", false, false],
] as const)("%s", (_name, key, wanted, isTouch, sends) => {
  expect(takesKey(key, wanted, isTouch)).toBe(sends);
});
