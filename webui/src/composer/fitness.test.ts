import { expect, it } from "vitest";
import type { FileLimits, Model, StoredFile } from "../api/types";
import type { Attached } from "./attachments";
import { cut, held, textBudget } from "./fitness";

const limits = { text_max: 200_000, characters_per_token: 1.5 } as FileLimits;
const model = (capabilities: Model["capabilities"], context_tokens: number | null = null) => ({ label: "Blind", capabilities, context_tokens }) as Model;
const attached = (over: Partial<Attached> & { kind?: StoredFile["kind"]; text?: number } = {}): Attached => ({
  key: "k", name: "a.txt", size: 5, received: 5, problem: null, preview: null,
  file: { kind: over.kind ?? "document", text_length: over.text ?? 5 } as StoredFile,
  ...over,
});

it("lets a message go whose files are there", () => {
  expect(held([], model([]))).toBeNull();
  expect(held([attached()], model([]))).toBeNull();
  expect(held([attached({ kind: "picture" })], model(["vision"]))).toBeNull();
});

it("counts the files that are on their way", () => {
  expect(held([attached(), attached({ file: null }), attached({ file: null })], null)).toBe("Uploading 2 of 3…");
});

it("names the file that did not arrive", () => {
  expect(held([attached({ file: null, problem: "Too large." })], null)).toContain("a.txt");
});

it("says when a model cannot see", () => {
  expect(held([attached({ kind: "picture" })], model(["tools"]))).toBe("Blind cannot see pictures.");
});

it("says how much of a long text is read", () => {
  expect(textBudget(limits, model([], 8000))).toBe(12_000);
  expect(cut([attached({ text: 12_000 })], limits, model([], 8000))).toBeNull();
  expect(cut([attached({ text: 40_000 }), attached({ text: 8000 })], limits, model([], 8000))).toContain("25 %");
  expect(cut([attached({ text: 400_000 })], limits, model([]))).toContain("200k of 400k characters");
});
