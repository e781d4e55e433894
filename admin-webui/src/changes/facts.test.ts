import { describe, expect, it } from "vitest";
import { differences } from "./facts";

describe("differences", () => {
  it("are told field by field, also of what came or went", () => {
    const before = new Map([
      ["Name", "A"],
      ["Kind", "same"],
      ["Old", "1"],
    ]);
    const after = new Map([
      ["Name", "B"],
      ["Kind", "same"],
      ["New", "2"],
    ]);

    expect(differences(before, after)).toEqual([
      { name: "Name", before: "A", after: "B" },
      { name: "Old", before: "1", after: "-" },
      { name: "New", before: "-", after: "2" },
    ]);
    expect(differences(before, before)).toEqual([]);
  });
});
