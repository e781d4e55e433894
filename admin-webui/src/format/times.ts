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
  if (size < minute) return apart <= 0 ? "just now" : "in a moment";
  if (size >= day) return absolute(at);
  const told = size < hour ? `${Math.round(size / minute)} min` : `${Math.round(size / hour)} h`;
  return apart <= 0 ? `${told} ago` : `in ${told}`;
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

/** `25 Nov, 14:00 to 15:00 UTC`. */
export function wholeHour(at: string): string {
  const end = new Date(Date.parse(at) + hour).toISOString();
  return `${shortDay(at.slice(0, 10))}, ${hourOf(at)} to ${hourOf(end)} UTC`;
}

/** `Wed 25 Nov (UTC)`. */
export function wholeDay(at: string): string {
  const date = new Date(`${at.slice(0, 10)}T00:00:00Z`);
  const weekday = date.toLocaleDateString("en-GB", { weekday: "short", timeZone: "UTC" });
  return `${weekday} ${shortDay(at.slice(0, 10))} (UTC)`;
}
