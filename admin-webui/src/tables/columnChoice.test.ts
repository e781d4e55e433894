import { describe, expect, it } from "vitest";
import { hiddenFrom, toggled } from "./columnChoice";

describe("the columns that were hidden", () => {
  it.each([
    ['{"calls":["first"]}', { calls: ["first"] }],
    ['{"calls":"first","keys":["used"],"users":[7]}', { keys: ["used"] }],
    ["[", {}],
    ["null", {}],
    [null, {}],
  ])("kept as %j are %j", (text, hidden) => {
    expect(hiddenFrom(text)).toEqual(hidden);
  });

  it("are hidden and shown by turns, table by table", () => {
    const once = toggled({ keys: ["used"] }, "calls", "first");
    expect(once).toEqual({ keys: ["used"], calls: ["first"] });
    expect(toggled(once, "calls", "first")).toEqual({ keys: ["used"], calls: [] });
  });
});
