import { describe, expect, it } from "vitest";
import { daysOf, presetOf, presetRange, rangeFromAddress, rangeProblem } from "./range";

const today = "2026-03-02";

describe("a preset", () => {
  it("counts today as one of its days", () => {
    expect(presetRange("7d", today)).toEqual({ from: "2026-02-24", to: today });
    expect(daysOf(presetRange("30d", today))).toHaveLength(30);
    expect(presetRange("month", today)).toEqual({ from: "2026-03-01", to: today });
  });

  it("is recognised from its days", () => {
    expect(presetOf({ from: "2026-02-24", to: today }, today)).toBe("7d");
    expect(presetOf({ from: "2026-02-20", to: today }, today)).toBeNull();
  });
});

describe("the range in the address", () => {
  it("is used when it is whole", () => {
    const range = rangeFromAddress(new URLSearchParams("from=2026-01-01&to=2026-01-31"), today, "7d");

    expect(range).toEqual({ from: "2026-01-01", to: "2026-01-31" });
  });

  it.each(["", "from=2026-01-01", "from=2026-02-30&to=2026-03-01", "from=2026-03-02&to=2026-03-01", "from=x&to=y"])(
    "falls back to the preset when it is %j",
    (search) => {
      expect(rangeFromAddress(new URLSearchParams(search), today, "7d")).toEqual(presetRange("7d", today));
    },
  );
});

describe("a custom range", () => {
  it("is refused with a reason", () => {
    expect(rangeProblem("2026-03-02", "2026-03-01")).toMatch(/must not be after/);
    expect(rangeProblem("2024-01-01", "2026-03-01")).toMatch(/at most 366 days/);
    expect(rangeProblem("", "2026-03-01")).toMatch(/both days/);
    expect(rangeProblem("2026-03-01", "2026-03-01")).toBeNull();
  });
});
