/** Bytes in the words of a person: decimal, as file managers say it. */
export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  if (count < 999_500) return `${Math.round(count / 1000)} kB`;
  if (count < 999_500_000) return `${Number((count / 1_000_000).toFixed(1))} MB`;
  return `${Number((count / 1_000_000_000).toFixed(2))} GB`;
}
