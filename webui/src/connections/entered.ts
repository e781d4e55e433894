import type { Auth, Connection, NewConnection } from "../api/connections";

/** A form as it was filled in. An empty secret leaves the one that is known. */
export type Entered = { kind: Connection["kind"]; name: string; url: string; definition: string; auth: Auth; secret: string; approval: Connection["approval"]; lent: boolean };

export const nothing: Entered = {
  kind: "mcp",
  name: "",
  url: "",
  definition: "",
  auth: { kind: "none", name: "", token_url: "", client_id: "", scope: "" },
  secret: "",
  approval: "ask",
  lent: false,
};

export const enteredOf = (item: Connection): Entered => ({
  kind: item.kind,
  name: item.name,
  url: item.url,
  definition: item.definition,
  auth: item.auth,
  secret: "",
  approval: item.approval,
  lent: item.lent,
});

/** What is sent: of the ways in only what the chosen one needs. */
export function bodyOf(entered: Entered): NewConnection {
  const { auth, secret, ...rest } = entered;
  const named = auth.kind === "header" || auth.kind === "query";
  const oauth = auth.kind === "client_credentials";
  return {
    ...rest,
    name: entered.name.trim(),
    url: entered.url.trim(),
    auth: {
      kind: auth.kind,
      name: named ? auth.name.trim() : "",
      token_url: oauth ? auth.token_url.trim() : "",
      client_id: oauth ? auth.client_id.trim() : "",
      scope: oauth ? auth.scope.trim() : "",
    },
    secret: auth.kind === "none" || secret === "" ? null : secret.trim(),
  };
}

/** The place alone, as it is tried. */
export function placeOf({ kind, url, definition, auth, secret }: NewConnection) {
  return { kind, url, definition, auth, secret };
}
