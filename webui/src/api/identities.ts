import { answer, client, open } from "./client";
import type { Challenge } from "./entry";
import type { paths } from "./schema";
import type { SignedIn } from "./types";

export type Identity = paths["/api/identities"]["get"]["responses"][200]["content"]["application/json"]["items"][number];
export type BroughtBack = paths["/api/identities/return"]["post"]["requestBody"]["content"]["application/json"];
export type Provider = paths["/api/auth/ways"]["get"]["responses"][200]["content"]["application/json"]["providers"][number];

/** Being let in by the word of a provider of identities. */
export const identities = {
  begin: (provider: string) => answer(open.POST("/api/auth/provider", { body: { provider } })),
  enter: (body: BroughtBack & { invitation: string }) => answer<SignedIn | Challenge>(open.POST("/api/auth/provider/return", { body })),
  all: () => answer(client.GET("/api/identities")),
  beginLink: (provider: string, password: string) => answer(client.POST("/api/identities", { body: { provider, password } })),
  link: (body: BroughtBack) => answer(client.POST("/api/identities/return", { body })),
  unlink: (id: string) => answer(client.DELETE("/api/identities/{id}", { params: { path: { id } } })),
};
