import { expect, it } from "vitest";
import { nameIn } from "./download";

it("reads the name of a file in any script", () => {
  expect(nameIn("attachment; filename*=UTF-8''A%20week%20in%20%E6%97%A5%E6%9C%AC.md")).toBe("A week in 日本.md");
});

it("leaves the name to the browser where none is given", () => {
  expect(nameIn("attachment")).toBe("");
  expect(nameIn(null)).toBe("");
});
