/** Nano-dollars (1 USD = 10^9) as people read them; exact integers until the last step. */
import { number } from "../languages/formats";
import { t } from "../languages/speaking";

const nano = 1_000_000_000n;

export function money(amount: string | null): string {
  if (amount === null) return "–";
  const value = BigInt(amount);
  const size = value < 0n ? -value : value;
  if (size >= 1000n * nano) return dollars(value, { maximumFractionDigits: 0 });
  if (size >= nano || size === 0n) return dollars(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  if (size >= nano / 100n) return dollars(value, { minimumFractionDigits: 4, maximumFractionDigits: 4 });
  return dollars(value, { maximumSignificantDigits: 3 });
}

/** A price for a million tokens: "$3.00". */
export function pricePerMillion(amount: string): string {
  const value = BigInt(amount);
  if (value === 0n) return t("Free");
  return value >= nano / 100n ? dollars(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 }) : money(amount);
}

const dollars = (value: bigint, digits: Intl.NumberFormatOptions) => number(decimal(value), { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol", ...digits });

function decimal(value: bigint): Intl.StringNumericLiteral {
  const size = value < 0n ? -value : value;
  const text = `${value < 0n ? "-" : ""}${size / nano}.${String(size % nano).padStart(9, "0")}`;
  return text as Intl.StringNumericLiteral;
}
