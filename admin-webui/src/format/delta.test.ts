import { describe, expect, it } from "vitest";
import { countBetween, deltaOf, pointsBetween } from "./delta";

describe("a change", () => {
  it.each([
    [112n, 100n, "up", "12.0%"],
    [92n, 100n, "down", "8.0%"],
    [0n, 100n, "down", "100.0%"],
    [100n, 100n, "same", "no change"],
    [5n, 0n, "up", "none before"],
    [0n, 0n, "same", "no change"],
    [999n, 100n, "up", "899.0%"],
    [1_250n, 100n, "up", "12 times"],
    [9_007_199_254_740_994n, 9_007_199_254_740_993n, "up", "0.0%"],
  ] as const)("from %s, before %s, goes %s by %s", (now, before, direction, text) => {
    expect(deltaOf(now, before)).toEqual({ direction, text });
  });

  it("of a share is in points", () => {
    expect(pointsBetween(0.021, 0.018)).toEqual({ direction: "up", text: "0.3 pts" });
    expect(pointsBetween(0, 0.5)).toEqual({ direction: "down", text: "50.0 pts" });
    expect(pointsBetween(0.02, 0.0201)).toEqual({ direction: "same", text: "no change" });
  });

  it("of a small count is a count", () => {
    expect(countBetween(9, 7)).toEqual({ direction: "up", text: "2" });
    expect(countBetween(7, 7).direction).toBe("same");
  });
});
