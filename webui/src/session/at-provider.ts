/** What this tab keeps while its browser is at a provider of identities. */
export type Meanwhile = { linking: boolean; from: string; invitation: string };

const key = "parley:at-provider";

/** Away from this page; the way back leads to `/sign-in/<provider>`. */
export function leaveFor(address: string, meanwhile: Meanwhile): void {
  sessionStorage.setItem(key, JSON.stringify(meanwhile));
  location.assign(address);
}

/** Once: what comes back later begins anew. */
export function meanwhile(): Meanwhile {
  const kept = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  return kept ? (JSON.parse(kept) as Meanwhile) : { linking: false, from: "/", invitation: "" };
}

/** What stands in the address of the way back: a code, or why there is none. */
export function brought(search: string): { code: string; state: string; issuer: string } | { refused: string } {
  const given = new URLSearchParams(search);
  const [code, state] = [given.get("code") ?? "", given.get("state") ?? ""];
  if (given.has("error") || code === "" || state === "") return { refused: given.get("error") ?? "" };
  return { code, state, issuer: given.get("iss") ?? "" };
}
