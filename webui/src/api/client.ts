import createClient from "openapi-fetch";
import { authorisedFetch } from "./access";
import { problemFrom, unreachable } from "./problem";
import type { paths } from "./schema";

const client = createClient<paths>({ baseUrl: location.origin, fetch: authorisedFetch });
const open = createClient<paths>({
  baseUrl: location.origin,
  fetch: (request) => fetch(request).catch(() => Promise.reject(unreachable())),
});

type Reply<Data> = { data?: Data; error?: unknown; response: Response };

async function answer<Data>(pending: Promise<Reply<Data>>): Promise<Data> {
  const { data, error, response } = await pending;
  if (!response.ok) {
    throw problemFrom(error, response.status, Number(response.headers.get("retry-after")) || null, response.headers.get("x-request-id"));
  }
  return data as Data;
}

const conversation = (id: string) => ({ path: { id } });

export const chat = {
  register: (email: string, password: string, name: string) => answer(open.POST("/api/auth/register", { body: { email, password, name } })),
  signIn: (email: string, password: string) => answer(open.POST("/api/auth/sign-in", { body: { email, password } })),
  signOut: () => answer(open.POST("/api/auth/sign-out")),
  models: () => answer(client.GET("/api/models")),
  conversations: (cursor: string | null) => answer(client.GET("/api/conversations", { params: { query: cursor ? { cursor, limit: 30 } : { limit: 30 } } })),
  conversation: (id: string) => answer(client.GET("/api/conversations/{id}", { params: conversation(id) })),
  begin: (model: string | null) => answer(client.POST("/api/conversations", { body: { model } })),
  change: (id: string, body: { title?: string; model?: string; active_leaf_id?: string }) =>
    answer(client.PATCH("/api/conversations/{id}", { params: conversation(id), body })),
  remove: (id: string) => answer(client.DELETE("/api/conversations/{id}", { params: conversation(id) })),
  messages: (id: string, before: string | null) =>
    answer(
      client.GET("/api/conversations/{id}/messages", {
        params: { ...conversation(id), query: before ? { before, limit: 50 } : { limit: 50 } },
      }),
    ),
  send: (id: string, body: { text: string; parent_id: string | null; model: string | null }, key: string) =>
    answer(
      client.POST("/api/conversations/{id}/messages", {
        params: { ...conversation(id), header: { "idempotency-key": key } },
        body,
      }),
    ),
  regenerate: (id: string, message_id: string, model: string | null) =>
    answer(
      client.POST("/api/conversations/{id}/messages/{message_id}/regenerate", {
        params: { path: { id, message_id } },
        body: { model },
      }),
    ),
  stop: (id: string) => answer(client.POST("/api/generations/{id}/stop", { params: { path: { id } } })),
};
