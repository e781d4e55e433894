import { answer, client } from "./client";
import type { paths } from "./schema";

export type Memory = paths["/api/memory"]["get"]["responses"][200]["content"]["application/json"];
export type Fact = Memory["facts"][number];

const at = (id: string) => ({ params: { path: { id } } });

/** What models remember of one. */
export const memory = {
  read: () => answer(client.GET("/api/memory")),
  switch: (is_on: boolean) => answer(client.PUT("/api/memory", { body: { is_on } })),
  add: (text: string) => answer(client.POST("/api/memory/facts", { body: { text } })),
  change: (id: string, text: string) => answer(client.PUT("/api/memory/facts/{id}", { ...at(id), body: { text } })),
  forget: (id: string) => answer(client.DELETE("/api/memory/facts/{id}", at(id))),
};
