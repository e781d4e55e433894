const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** `2026-03-12 14:05 UTC`. */
export function absolute(at: string | Date): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** `14:05:09`, in UTC as every time here. */
export function clock(at: string | Date): string {
  return new Date(at).toISOString().slice(11, 19);
}

/** Relative within a day of now, else the absolute time. */
export function ago(at: string, now: number = Date.now()): string {
  const apart = Date.parse(at) - now;
  const size = Math.abs(apart);
  if (size < minute) return apart <= 0 ? "just now" : "in less than a minute";
  if (size < hour) return relative.format(Math.round(apart / minute), "minute");
  if (size < day) return relative.format(Math.round(apart / hour), "hour");
  return absolute(at);
}

export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** `12 Mar`. */
export function shortDay(date: string): string {
  return new Date(`${date}T00:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
}

/** `14:00`. */
export function hourOf(at: string): string {
  return new Date(at).toISOString().slice(11, 16);
}
