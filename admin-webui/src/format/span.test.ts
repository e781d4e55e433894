import { describe, expect, it } from "vitest";
import { slotOf, slotsOf, spanFromAddress } from "./span";

describe("the span in the address", () => {
  it.each([
    ["", "24h"],
    ["span=7d", "7d"],
    ["span=1y", "24h"],
  ])("%j is %s", (search, name) => {
    expect(spanFromAddress(new URLSearchParams(search)).name).toBe(name);
  });
});

describe("the slots", () => {
  it("follow each other from the first, and are what rows say", () => {
    const slots = slotsOf({ since: "2026-03-01T22:00:00Z", step_s: 3600, steps: 3 });

    expect(slots).toEqual(["2026-03-01T22:00:00.000Z", "2026-03-01T23:00:00.000Z", "2026-03-02T00:00:00.000Z"]);
    expect(slotOf({ at: "2026-03-01T23:00:00+00:00" })).toBe(slots[1]);
  });
});
