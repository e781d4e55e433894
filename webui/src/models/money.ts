/** Nano-dollars (1 USD = 10^9) as people read them; exact integers until the last step. */
const nano = 1_000_000_000n;

export function money(amount: string | null): string {
  if (amount === null) return "–";
  const value = BigInt(amount);
  if (value === 0n) return "$0.00";
  const sign = value < 0n ? "-" : "";
  const size = value < 0n ? -value : value;
  if (size >= 1000n * nano) return `${sign}$${new Intl.NumberFormat("en-US").format(rounded(size, 0))}`;
  if (size >= nano) return `${sign}$${fixed(size, 2)}`;
  if (size >= nano / 100n) return `${sign}$${fixed(size, 4)}`;
  const digits = 9 - (size.toString().length - 3);
  return `${sign}$${fixed(size, Math.min(9, digits)).replace(/0+$/, "")}`;
}

/** A price for a million tokens: "$3.00". */
export function pricePerMillion(amount: string): string {
  const value = BigInt(amount);
  return value === 0n ? "Free" : value >= nano / 100n ? `$${fixed(value, 2)}` : money(amount);
}

function rounded(value: bigint, digits: number): bigint {
  const unit = 10n ** BigInt(9 - digits);
  return (value + unit / 2n) / unit;
}

function fixed(value: bigint, digits: number): string {
  const text = rounded(value, digits).toString().padStart(digits + 1, "0");
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
