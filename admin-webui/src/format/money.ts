/** Money is an integer of nano-dollars (1 USD = 10^9); it is exact until the moment it is displayed. */

const nanosPerDollar = 1_000_000_000n;
export const unknownMoney = "-";

const grouped = new Intl.NumberFormat("en-US");

export function nanos(value: string | null | undefined): bigint | null {
  if (value === null || value === undefined) return null;
  if (!/^-?\d+$/.test(value)) throw new Error(`not an integer amount of nano-dollars: ${value}`);
  return BigInt(value);
}

export function totalNanos(values: Iterable<string | null>): bigint {
  let total = 0n;
  for (const value of values) total += nanos(value) ?? 0n;
  return total;
}

/** How many decimals show an amount: none from $1,000, two from $1, four from a cent, else three significant digits. */
export function decimalsFor(amount: bigint): number {
  const size = amount < 0n ? -amount : amount;
  if (size === 0n) return 2;
  if (size >= 1000n * nanosPerDollar) return 0;
  if (size >= nanosPerDollar) return 2;
  if (size >= nanosPerDollar / 100n) return 4;
  return Math.min(9, 9 - size.toString().length + 3);
}

function rounded(size: bigint, decimals: number): bigint {
  const step = 10n ** BigInt(9 - decimals);
  return (size + step / 2n) / step;
}

export function money(value: bigint | null, decimals?: number): string {
  if (value === null) return unknownMoney;
  if (value === 0n) return "$0.00";
  const size = value < 0n ? -value : value;
  const sign = value < 0n ? "-" : "";
  const places = decimals ?? decimalsFor(value);
  const units = rounded(size, places);
  if (units === 0n) return `${sign}<$0.${"1".padStart(places, "0")}`;
  const scale = 10n ** BigInt(places);
  const whole = grouped.format(units / scale);
  if (places === 0) return `${sign}$${whole}`;
  const fraction = (units % scale).toString().padStart(places, "0");
  return `${sign}$${whole}.${decimals === undefined ? trimmed(fraction) : fraction}`;
}

/** `0.000042000` reads `0.000042`; two decimals always stay. */
function trimmed(fraction: string): string {
  return fraction.length <= 4 ? fraction : fraction.replace(/0+$/, "").padEnd(2, "0");
}

/** One precision for a whole column, chosen from its largest value, so that the points align. */
export function moneyColumn(values: Iterable<bigint | null>): (value: bigint | null) => string {
  let largest = 0n;
  for (const value of values) {
    const size = value === null ? 0n : value < 0n ? -value : value;
    if (size > largest) largest = size;
  }
  const decimals = decimalsFor(largest);
  return (value) => money(value, decimals);
}

/** Every digit, for tooltips and copies. */
export function exactMoney(value: bigint | null): string {
  if (value === null) return "The price of this model is unknown";
  const size = value < 0n ? -value : value;
  const fraction = (size % nanosPerDollar).toString().padStart(9, "0").replace(/0+$/, "").padEnd(2, "0");
  return `${value < 0n ? "-" : ""}$${grouped.format(size / nanosPerDollar)}.${fraction}`;
}

/** For the geometry of a chart only: a double is close enough for pixels, never for a shown figure. */
export function dollarsForDrawing(value: bigint): number {
  return Number(value) / 1e9;
}

export function nanosOfDollars(dollars: number): bigint {
  return BigInt(Math.round(dollars * 1e9));
}

/** The ticks of an axis up to `largest`: as few decimals as a third of it needs. */
export function moneyAxis(largest: bigint): (dollars: number) => string {
  const step = dollarsForDrawing(largest) / 4;
  const decimals = step >= 1 || step === 0 ? 0 : Math.min(9, Math.max(2, Math.ceil(-Math.log10(step))));
  return (dollars) => (dollars === 0 ? "$0" : money(nanosOfDollars(dollars), decimals));
}
