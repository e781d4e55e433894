import { expect, test } from "vitest";
import { inWords, saidIn } from "./words";

test("parameters are said in a few words, zero too, and nothing of what is the model's own", () => {
  const all = { temperature: 0, top_p: 0.5, max_output_tokens: 9, effort: "low" } as const;
  expect(inWords(all)).toBe("temperature 0, top-p 0.5, at most 9 tokens, low effort");
  expect(saidIn(all)).toBe(4);
  expect([inWords({ temperature: null }), saidIn({ temperature: null, effort: null })]).toEqual(["", 0]);
});
