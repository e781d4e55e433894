import { expect, it, onTestFinished, vi } from "vitest";
import { speak, t } from "../languages/speaking";
import { because, Problem, problemFrom, sentenceOf } from "./problem";

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

it("says in another language what went wrong, and what the service said precisely", async () => {
  vi.stubGlobal("document", { documentElement: { lang: "", dir: "" } });
  vi.stubGlobal("localStorage", { getItem: () => "ja" });
  onTestFinished(async () => {
    vi.stubGlobal("localStorage", { getItem: () => null });
    await speak();
    vi.unstubAllGlobals();
  });
  await speak();

  expect(sentenceOf(new Problem("unauthenticated", "the password is wrong", 401))).toBe("パスワードが正しくありません。");
  expect(sentenceOf(new Problem("conflict", "version 3 is there already", 409))).toBe("ほかの場所で変更されたか、すでに使われています（version 3 is there already）。");
  expect(sentenceOf(new Problem("odd", "no such thing", 418))).toBe("No such thing.");
  expect(because(t("Nothing was deleted."), new TypeError("x"))).toBe("何も削除されませんでした。問題が発生しました。もう一度お試しください。");
});
