import { client } from "./client";
import { problemOf } from "./problem";
import type { paths } from "./schema";

type Exports = { [Path in keyof paths]: Path extends `${string}/export` ? Path : never }[keyof paths];

/** Fetches a file that the service makes, and lets the browser save it. Throws a Problem. */
export async function save<Path extends Exports>(
  path: Path,
  query: paths[Path]["get"] extends { parameters: { query?: infer Query } } ? Query : never,
  name: string,
): Promise<void> {
  const get = client.GET as (
    path: string,
    options: object,
  ) => Promise<{ data?: Blob; error?: unknown; response: Response }>;
  const { data, error, response } = await get(path, { params: { query }, parseAs: "blob" });
  if (!response.ok || data === undefined) throw problemOf(response, error);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(data);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
