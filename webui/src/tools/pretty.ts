import { number } from "../languages/formats";
import { t } from "../languages/speaking";

/** JSON for readers; what is none, or no object, as it is. */
export function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}

/** How long something took, in the unit that says most. */
export function duration(ms: number): string {
  if (ms < 1000) return t("{ms} ms", { ms });
  return ms < 60_000 ? t("{seconds} s", { seconds: number(ms / 1000, { minimumFractionDigits: 1, maximumFractionDigits: 1 }) }) : t("{minutes} min {seconds} s", { minutes: Math.floor(ms / 60_000), seconds: Math.round((ms % 60_000) / 1000) });
}
