import { describe, expect, it } from "vitest";
import { exactMoney, money, moneyAxis, moneyColumn, nanos, totalNanos } from "./money";

describe("an amount of money", () => {
  it.each([
    [12_345_000_000_000n, "$12,345"],
    [12_345_600_000_000n, "$12,346"],
    [12_350_000_000n, "$12.35"],
    [1_000_000_000n, "$1.00"],
    [12_300_000n, "$0.0123"],
    [10_000_000n, "$0.0100"],
    [42_000n, "$0.000042"],
    [1_234_567n, "$0.00123"],
    [1n, "$0.000000001"],
    [0n, "$0.00"],
    [-12_350_000_000n, "-$12.35"],
    [9_007_199_254_740_993_000_000_000n, "$9,007,199,254,740,993"],
  ])("of %s nano-dollars reads %s", (amount, text) => {
    expect(money(amount)).toBe(text);
  });

  it("that is unknown reads as a dash, not as zero", () => {
    expect(money(null)).toBe("-");
    expect(nanos(null)).toBeNull();
  });

  it("is refused when it is not an integer", () => {
    expect(() => nanos("1.5")).toThrow(/not an integer/);
  });

  it("shows every digit on demand", () => {
    expect(exactMoney(1_234_567_890_123n)).toBe("$1,234.567890123");
    expect(exactMoney(2_000_000_000n)).toBe("$2.00");
  });
});

describe("a column of money", () => {
  it("takes one precision from its largest value", () => {
    const show = moneyColumn([12_300_000n, 42_000n, 0n, null]);

    expect(show(12_300_000n)).toBe("$0.0123");
    expect(show(42_000n)).toBe("<$0.0001");
    expect(show(0n)).toBe("$0.00");
    expect(show(null)).toBe("-");
  });
});

describe("a total", () => {
  it("is exact beyond what a double can hold", () => {
    expect(totalNanos(["9007199254740993", "1", null])).toBe(9_007_199_254_740_994n);
  });
});

describe("the ticks of an axis", () => {
  it.each([
    [120_000_000_000n, 60, "$60"],
    [1_600_000_000n, 0.5, "$0.50"],
    [9_000_000n, 0.003, "$0.003"],
    [40_000n, 0.00002, "$0.00002"],
    [40_000n, 0, "$0"],
    [0n, 1, "$1"],
  ])("up to %s show %s as %s", (largest, dollars, text) => {
    expect(moneyAxis(largest)(dollars)).toBe(text);
  });
});
