import { expect, it } from "vitest";
import { filledIn, phraseOf, type Catalogue } from "./phrases";

const polish: Catalogue = { "{count} chats": { one: "{count} czat", few: "{count} czaty", many: "{count} czatów", other: "{count} czatu" }, "Read::tokens": "Przeczytane" };

it.each([[1, "{count} czat"], [3, "{count} czaty"], [12, "{count} czatów"], [1.5, "{count} czatu"]])("chooses the form that a language has for %f", (count, phrase) => {
  expect(phraseOf(polish, "pl", "{count} chats", count)).toBe(phrase);
});

it("says what has no translation in English, without what tells it apart", () => {
  expect([phraseOf(polish, "pl", "Chat::begin", undefined), phraseOf(polish, "pl", "Read::tokens", undefined)]).toEqual(["Chat", "Przeczytane"]);
});

it("fills in what it is given, once, and leaves a prompt's variables alone", () => {
  expect(filledIn("{name} of {{topic}} and {other}", { name: "{other}", topic: "x" })).toBe("{other} of {x} and {other}");
  expect(filledIn("{{user}}, {{date}}", {})).toBe("{{user}}, {{date}}");
});
