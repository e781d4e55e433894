/** Files of the service, which a plain link could not fetch: the access token lives in memory only. */
import { authorisedFetch } from "./access";
import { problemFrom } from "./problem";

export async function download(path: string): Promise<void> {
  const reply = await authorisedFetch(new Request(new URL(path, location.origin)));
  if (!reply.ok) throw problemFrom(await reply.json().catch(() => null), reply.status, null, reply.headers.get("x-request-id"));
  save(await reply.blob(), nameIn(reply.headers.get("content-disposition")));
}

function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to save it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** The name in a `content-disposition` header (RFC 6266); a browser picks its own for an empty one. */
export function nameIn(disposition: string | null): string {
  const coded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? "")?.[1];
  return coded ? decodeURIComponent(coded) : "";
}

/** A text of this page's own, as a file. */
export function saveText(name: string, type: string, text: string): void {
  save(new Blob([text], { type }), name);
}
