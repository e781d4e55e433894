import { answer, client, open } from "./client";
import type { paths } from "./schema";

type Body<Path extends keyof paths, Method extends keyof paths[Path], Status extends number> = paths[Path][Method] extends {
  responses: Record<Status, { content: { "application/json": infer Found } }>;
}
  ? Found
  : never;

export type Usage = Body<"/api/usage", "get", 200>;
export type UsageRow = Usage["rows"][number];
export type Budgets = Body<"/api/budgets", "get", 200>;
export type Budget = Budgets["budgets"][number];
export type OwnKey = Body<"/api/keys", "get", 200>["items"][number];
export type MadeKey = Body<"/api/keys", "post", 201>;
export type NewKey = { name: string; expires_at: string | null; scope: { models: string[]; endpoints: OwnKey["scope"]["endpoints"]; networks: string[] } };

export type Retention = Body<"/api/retention", "get", 200>;
export type SharedLink = Body<"/api/links", "get", 200>["items"][number];
export type Shared = Body<"/api/shared/{id}", "get", 200>;

const id = (id: string) => ({ params: { path: { id } } });

/** What is one's own: usage, budgets, keys. */
export const own = {
  usage: (days: number) => answer(client.GET("/api/usage", { params: { query: { days } } })),
  retention: () => answer(client.GET("/api/retention")),
  chooseRetention: (days: number | null) => answer(client.PUT("/api/retention", { body: { days } })),
  budgets: () => answer(client.GET("/api/budgets")),
  keys: () => answer(client.GET("/api/keys")),
  createKey: (body: NewKey) => answer(client.POST("/api/keys", { body })),
  rotateKey: (key: string, overlap_s: number) => answer(client.POST("/api/keys/{id}/rotate", { ...id(key), body: { overlap_s } })),
  links: () => answer(client.GET("/api/links")),
  share: (conversation: string, body: { leaf_id: string | null; days: number | null; named: boolean }) => answer(client.POST("/api/conversations/{id}/links", { ...id(conversation), body })),
  revokeLink: (link: string) => answer(client.DELETE("/api/links/{id}", id(link))),
  shared: (link: string, after: string | null) => answer(open.GET("/api/shared/{id}", { params: { path: { id: link }, query: after ? { after } : {} } })),
  copyShared: (link: string) => answer(client.POST("/api/shared/{id}/copy", id(link))),
  deleteAccount: (password: string) => answer(client.POST("/api/me/deletion", { body: { password } })),
  revokeKey: (key: string) => answer(client.DELETE("/api/keys/{id}", id(key))),
};
