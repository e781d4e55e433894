import { number } from "../languages/formats";
import { t } from "../languages/speaking";

/** Bytes in the words of a person: decimal, as file managers say it. */
export function bytes(count: number): string {
  if (count < 1000) return t("{amount} B", { amount: count });
  if (count < 999_500) return t("{amount} kB", { amount: Math.round(count / 1000) });
  if (count < 999_500_000) return t("{amount} MB", { amount: number(count / 1_000_000, { maximumFractionDigits: 1 }) });
  return t("{amount} GB", { amount: number(count / 1_000_000_000, { maximumFractionDigits: 2 }) });
}
