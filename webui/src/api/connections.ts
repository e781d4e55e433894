import { answer, client } from "./client";
import type { paths } from "./schema";

type Connections = paths["/api/connections"];
export type Connection = Connections["get"]["responses"][200]["content"]["application/json"]["items"][number];
export type NewConnection = Connections["post"]["requestBody"]["content"]["application/json"];
export type ConnectedTool = Connection["tools"][number];
export type Auth = Connection["auth"];
type Place = paths["/api/connections/try"]["post"]["requestBody"]["content"]["application/json"];

const at = (id: string) => ({ params: { path: { id } } });

/** Places with tools that one connected. */
export const connections = {
  all: () => answer(client.GET("/api/connections")),
  try: (body: Place) => answer(client.POST("/api/connections/try", { body })),
  connect: (body: NewConnection) => answer(client.POST("/api/connections", { body })),
  change: (id: string, body: NewConnection) => answer(client.PUT("/api/connections/{id}", { ...at(id), body })),
  refresh: (id: string) => answer(client.POST("/api/connections/{id}/refresh", at(id))),
  disconnect: (id: string) => answer(client.DELETE("/api/connections/{id}", at(id))),
};
