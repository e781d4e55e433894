// What every client program of the matrix does: each task on each upstream, a line each.
// Usage: PROGRAM URL KEY UPSTREAM…  A line is {"upstream", "task", "problem"}; no problem is null.
import { isDeepStrictEqual } from "node:util";

export const [url, key, ...upstreams] = process.argv.slice(2);
export const WORDS = "one two three four";
// What `fake-slow` takes twenty seconds to say.
export const MANY_WORDS = "word ".repeat(400);
export const RED_DOT =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
export const CITY_SCHEMA = {
  type: "object",
  properties: { city: { type: "string" } },
  required: ["city"],
  additionalProperties: false,
};
export const ZURICH = { city: "Zürich" };
export const WRITTEN_ZURICH = JSON.stringify(ZURICH);

export function same(given, expected) {
  if (!isDeepStrictEqual(given, expected)) {
    throw new Error(`${JSON.stringify(given)} is not ${JSON.stringify(expected)}`);
  }
}

// `tasks` take the beginning of a model's name, such as `anthropic/`.
export async function report(tasks) {
  for (const upstream of upstreams) {
    for (const [task, attempt] of Object.entries(tasks)) {
      const problem = await problemOf(attempt, `${upstream}/`);
      console.log(JSON.stringify({ upstream, task, problem }));
    }
  }
  process.exit();
}

async function problemOf(attempt, models) {
  const late = new Promise((_, reject) =>
    setTimeout(() => reject(new Error("no answer in 30 s")), 30_000).unref(),
  );
  try {
    await Promise.race([attempt(models), late]);
    return null;
  } catch (error) {
    return String(error?.stack ?? error);
  }
}
