/** What stands in double braces in a prompt: `{{topic}}`, `{{tone=friendly}}`, `{{language:English|German}}`. */
import { date } from "../languages/formats";
export type Variable = { name: string; initial: string; choices: string[] };

const marks = /\{\{\s*([\p{L}_][\p{L}\p{N}_ -]{0,39}?)\s*(?:=([^{}]*)|:([^{}]+))?\}\}/gu;

/** Filled in by themselves. */
export const known = (user: string, now = new Date()): Record<string, string> => ({
  user,
  date: [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-"),
  time: date(now, { timeStyle: "short" }),
  weekday: date(now, { weekday: "long" }),
});

const automatic = new Set(["user", "date", "time", "weekday"]);

/** Those that a person fills in, each once, in the order of the text. The first that says more of one counts. */
export function variablesOf(text: string): Variable[] {
  const found = new Map<string, Variable>();
  for (const [, name = "", initial, choices] of text.matchAll(marks)) {
    const before = found.get(name);
    if ((automatic.has(name) && initial === undefined && choices === undefined) || (before && (before.initial || before.choices.length > 0))) continue;
    const options = (choices ?? "").split("|").map((each) => each.trim()).filter(Boolean);
    found.set(name, { name, initial: initial?.trim() ?? options[0] ?? "", choices: options });
  }
  return [...found.values()];
}

/** Once over the text: what a value says is never read as a variable itself. */
export const filled = (text: string, values: Record<string, string>): string =>
  text.replace(marks, (mark, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? "") : mark));

/** A command made of a name: what people would type. */
export const commandOf = (name: string): string =>
  name.toLowerCase().normalize("NFC").replace(/[^\p{L}\p{N}_]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 40);
