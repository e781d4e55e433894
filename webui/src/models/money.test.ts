import { expect, it } from "vitest";
import { money, pricePerMillion } from "./money";

it.each([
  [null, "–"],
  ["0", "$0.00"],
  ["42000", "$0.000042"],
  ["1", "$0.000000001"],
  ["4200000", "$0.0042"],
  ["12345678", "$0.0123"],
  ["12350000000", "$12.35"],
  ["12345000000000", "$12,345"],
  ["-12350000000", "-$12.35"],
])("shows %s nano-dollars as %s", (amount, shown) => {
  expect(money(amount)).toBe(shown);
});

it("keeps amounts exact that a double cannot hold", () => {
  expect(money("9007199254740993000000000")).toBe("$9,007,199,254,740,993");
});

it.each([
  ["3000000000", "$3.00"],
  ["0", "Free"],
  ["150000000", "$0.15"],
])("prices a million tokens at %s as %s", (amount, shown) => {
  expect(pricePerMillion(amount)).toBe(shown);
});
