import { expect, it } from "vitest";
import { Problem, problemFrom, sentenceOf } from "./problem";

it.each([
  ["the e-mail address or the password is wrong", "The e-mail address or the password is wrong."],
  ["The model is overloaded. Try again.", "The model is overloaded. Try again."],
  ["no model 'x'; is it new?", "No model 'x'; is it new?"],
])("shows %j as a sentence", (words, shown) => {
  expect(sentenceOf(new Problem("invalid", words, 400))).toBe(shown);
});

it("says something useful when a gateway answers without an envelope", () => {
  expect(sentenceOf(problemFrom(null, 502))).toBe("Parley is not answering right now. Try again in a moment.");
});

it("never shows what a program says about itself", () => {
  expect(sentenceOf(new TypeError("x is undefined"))).toBe("Something went wrong. Try again.");
});
