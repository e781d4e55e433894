import { describe, expect, it } from "vitest";
import { sortFrom } from "./sorting";

const newest = { id: "day", desc: true };

describe("the order in the address", () => {
  it.each([
    ["sort=cost.desc", { id: "cost", desc: true }],
    ["sort=model.asc", { id: "model", desc: false }],
    ["sort=cost", newest],
    ["sort=cost.sideways", newest],
    ["sort=.asc", newest],
    ["", newest],
  ])("%j is %j", (search, sort) => {
    expect(sortFrom(new URLSearchParams(search), newest)).toEqual(sort);
  });
});
