/** How long a key may be used. */
export const lifetimes = [
  { name: "never", label: "No end", days: null },
  { name: "30d", label: "30 days", days: 30 },
  { name: "90d", label: "90 days", days: 90 },
  { name: "1y", label: "1 year", days: 365 },
] as const;

export type Lifetime = (typeof lifetimes)[number]["name"];

export function endOf(lifetime: Lifetime, now: Date): string | null {
  const days = lifetimes.find(({ name }) => name === lifetime)?.days ?? null;
  return days === null ? null : new Date(now.getTime() + days * 86_400_000).toISOString();
}
