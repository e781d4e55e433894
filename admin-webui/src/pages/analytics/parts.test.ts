import { expect, it } from "vitest";
import type { AnalysisPart } from "../../api/answers";
import { behind, dimensionFrom, partName } from "./parts";

const part = (id: string, name: string) => ({ id, name }) as AnalysisPart;
const range = { from: "2026-02-01", to: "2026-02-03" };

it("a dimension is one that the service knows", () => {
  expect(dimensionFrom(new URLSearchParams("by=team"))).toBe("team");
  expect(dimensionFrom(new URLSearchParams("by=colour"))).toBe("model");
});

it("what belongs to none says so, and leads nowhere", () => {
  expect(partName(part("", ""), "key")).toBe("No key: in the chat");
  expect(behind(part("", ""), "key", range)).toBeNull();
});

it("a row leads to its calls in the same days", () => {
  expect(partName(part("u1", "ada@example.com"), "user")).toBe("ada@example.com");
  expect(behind(part("Codex", "Codex"), "client", range)).toBe("/calls?from=2026-02-01&to=2026-02-03&client=Codex");
});
