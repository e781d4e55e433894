import { describe, expect, it } from "vitest";
import { endOf } from "./expiry";

const now = new Date("2026-03-01T12:00:00Z");

describe("the end of a key", () => {
  it.each([
    ["never", null],
    ["30d", "2026-03-31T12:00:00.000Z"],
    ["90d", "2026-05-30T12:00:00.000Z"],
    ["1y", "2027-03-01T12:00:00.000Z"],
  ] as const)("after %s is %s", (lifetime, end) => {
    expect(endOf(lifetime, now)).toBe(end);
  });
});
