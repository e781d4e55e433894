const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 });
const percentage = new Intl.NumberFormat("en-US", {
  style: "percent",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const seconds = new Intl.NumberFormat("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export function count(value: number): string {
  return whole.format(value);
}

/** `1.24M`; below ten thousand every digit. */
export function short(value: number): string {
  return Math.abs(value) < 10_000 ? whole.format(value) : compact.format(value);
}

export function percent(part: number, all: number): string {
  return percentage.format(all === 0 ? 0 : part / all);
}

export function duration(milliseconds: number | null): string {
  if (milliseconds === null) return "-";
  return milliseconds < 1000 ? `${whole.format(milliseconds)} ms` : `${seconds.format(milliseconds / 1000)} s`;
}

export function plural(amount: number, one: string, many: string = `${one}s`): string {
  return `${whole.format(amount)} ${amount === 1 ? one : many}`;
}
