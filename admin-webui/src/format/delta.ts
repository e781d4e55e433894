/** How a figure compares with the period before: an arrow's direction and the words beside it. */
export interface Delta {
  readonly direction: "up" | "down" | "same";
  readonly text: string;
}

const oneDigit = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1, minimumFractionDigits: 1 });
const wholeNumber = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

const same: Delta = { direction: "same", text: "no change" };

/** In percent of what it was, up to ten times as much. */
export function deltaOf(now: bigint, before: bigint): Delta {
  if (now === before) return same;
  if (before === 0n) return { direction: "up", text: "none before" };
  const direction = now > before ? "up" : "down";
  if (now >= before * 10n) return { direction, text: `${wholeNumber.format(Number(now / before))} times` };
  const permille = Number(((now - before) * 1000n) / before);
  return { direction, text: `${oneDigit.format(Math.abs(permille) / 10)}%` };
}

/** Between two shares, in percentage points. */
export function pointsBetween(now: number, before: number): Delta {
  const points = (now - before) * 100;
  if (Math.abs(points) < 0.05) return same;
  return { direction: points > 0 ? "up" : "down", text: `${oneDigit.format(Math.abs(points))} pts` };
}

/** Between two small counts. */
export function countBetween(now: number, before: number): Delta {
  if (now === before) return same;
  return { direction: now > before ? "up" : "down", text: wholeNumber.format(Math.abs(now - before)) };
}
