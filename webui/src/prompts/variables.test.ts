import { expect, test } from "vitest";
import { commandOf, filled, known, variablesOf } from "./variables";

test("variables are asked for once, in their order, with defaults and choices", () => {
  expect(variablesOf("{{topic}} in a {{ tone = friendly }} tone, in {{language:English | German}}, about {{topic}}")).toEqual([
    { name: "topic", initial: "", choices: [] },
    { name: "tone", initial: "friendly", choices: [] },
    { name: "language", initial: "English", choices: ["English", "German"] },
  ]);
});

test("whichever mark says more of a variable counts", () => {
  expect(variablesOf("{{a}} {{a=1}} {{a=2}}")).toEqual([{ name: "a", initial: "1", choices: [] }]);
});

test.each(["{a}", "{{}}", "{{ 1 }}", "{{a\nb}}", "plain", "{{#each x}}"])("%j asks for nothing", (text) => expect(variablesOf(text)).toEqual([]));

test("what is known is not asked for", () => {
  const text = "It is {{date}}, {{weekday}}, says {{user}}; {{date=today}}.";
  expect(variablesOf(text)).toEqual([{ name: "date", initial: "today", choices: [] }]);
  expect(filled("{{user}} on {{date}}", known("Ada", new Date(2026, 0, 2)))).toBe("Ada on 2026-01-02");
});

test("a value that looks like a variable is a value, and what is unknown stays", () => {
  expect(filled("{{a=1}} {{b}} {{a}}", { a: "{{b}} $& $1" })).toBe("{{b}} $& $1 {{b}} {{b}} $& $1");
  expect(filled("{{constructor}}", {})).toBe("{{constructor}}");
});

test("a command is made of a name", () => {
  expect(["Sum up!", "  Übersetzen (kurz) ", "a".repeat(50), "…"].map(commandOf)).toEqual(["sum-up", "übersetzen-kurz", "a".repeat(40), ""]);
});
