import { describe, expect, it } from "vitest";
import { absolute, ago, shortDay, wholeDay, wholeHour } from "./times";

const now = Date.parse("2026-03-12T14:05:00Z");

describe("a time", () => {
  it("is relative within a day of now", () => {
    expect(ago("2026-03-12T14:04:30Z", now)).toBe("just now");
    expect(ago("2026-03-12T13:35:00Z", now)).toBe("30 min ago");
    expect(ago("2026-03-12T16:05:00Z", now)).toBe("in 2 h");
    expect(ago("2026-03-12T11:05:00Z", now)).toBe("3 h ago");
  });

  it("is absolute and names its zone when it is older", () => {
    expect(ago("2026-03-10T14:05:00Z", now)).toBe("2026-03-10 14:05 UTC");
    expect(absolute("2026-03-12T14:05:59.999Z")).toBe("2026-03-12 14:05 UTC");
  });

  it("of a slot names its whole length and its zone", () => {
    expect(wholeHour("2026-03-12T23:00:00.000Z")).toBe("12 Mar, 23:00 to 00:00 UTC");
    expect(wholeDay("2026-03-12T00:00:00.000Z")).toBe("Thu 12 Mar (UTC)");
  });

  it("of a day stays on that day in every zone", () => {
    expect(shortDay("2026-03-12")).toBe("12 Mar");
  });
});
