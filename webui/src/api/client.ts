import createClient from "openapi-fetch";
import { authorisedFetch } from "./access";
import { problemFrom, unreachable } from "./problem";
import type { paths } from "./schema";
import type { AgentInput, Decision, Parameters, Shelf } from "./types";

export const client = createClient<paths>({ baseUrl: location.origin, fetch: authorisedFetch });
export const open = createClient<paths>({
  baseUrl: location.origin,
  fetch: (request) => fetch(request).catch(() => Promise.reject(unreachable())),
});

type Reply<Data> = { data?: Data; error?: unknown; response: Response };

export async function answer<Data>(pending: Promise<Reply<Data>>): Promise<Data> {
  const { data, error, response } = await pending;
  if (!response.ok) {
    throw problemFrom(error, response.status, Number(response.headers.get("retry-after")) || null, response.headers.get("x-request-id"));
  }
  return data as Data;
}

export type Change = { title?: string; model?: string; active_leaf_id?: string; pinned?: boolean; archived?: boolean; tags?: string[]; project_id?: string; temporary?: false; parameters?: Parameters };
/** Of one project, or with an empty id of none; with a tag. */
export type Within = { project_id?: string; tag?: string };
/** What leads to the message, the same with every branch on the way, or all there is down to it. */
export type ForkScope = "thread" | "branches" | "level";

/** Just before a message, just after one, or around one; else at the end. */
export type WindowPlace = { before?: string; after?: string; around?: string };

const conversation = (id: string) => ({ path: { id } });

export const chat = {
  signIn: (email: string, password: string) => answer(open.POST("/api/auth/sign-in", { body: { email, password } })),
  signOut: () => answer(open.POST("/api/auth/sign-out")),
  rename: (name: string) => answer(client.PATCH("/api/me", { body: { name } })),
  changePassword: (present: string, next: string) => answer(client.POST("/api/me/password", { body: { present, new: next } })),
  sessions: () => answer(client.GET("/api/sessions")),
  endSession: (id: string) => answer(client.DELETE("/api/sessions/{id}", { params: { path: { id } } })),
  endOtherSessions: () => answer(client.DELETE("/api/sessions")),
  models: () => answer(client.GET("/api/models")),
  conversations: (shelf: Shelf, within: Within, cursor: string | null) =>
    answer(client.GET("/api/conversations", { params: { query: { shelf, ...within, limit: 30, ...(cursor ? { cursor } : {}) } } })),
  conversation: (id: string) => answer(client.GET("/api/conversations/{id}", { params: conversation(id) })),
  begin: (model: string | null, project_id: string | null = null, temporary = false, parameters: Parameters = {}) => answer(client.POST("/api/conversations", { body: { model, project_id, temporary, parameters } })),
  projects: () => answer(client.GET("/api/projects")),
  createProject: (name: string) => answer(client.POST("/api/projects", { body: { name, instructions: "" } })),
  changeProject: (id: string, body: { name?: string; instructions?: string; files?: string[] }) => answer(client.PATCH("/api/projects/{id}", { params: { path: { id } }, body })),
  removeProject: (id: string) => answer(client.DELETE("/api/projects/{id}", { params: { path: { id } } })),
  change: (id: string, body: Change) =>
    answer(client.PATCH("/api/conversations/{id}", { params: conversation(id), body })),
  duplicate: (id: string) => answer(client.POST("/api/conversations/{id}/duplicate", { params: conversation(id) })),
  fork: (id: string, message_id: string, scope: ForkScope) =>
    answer(client.POST("/api/conversations/{id}/messages/{message_id}/fork", { params: { path: { id, message_id } }, body: { scope } })),
  removeBranch: (id: string, message_id: string) =>
    answer(client.DELETE("/api/conversations/{id}/messages/{message_id}", { params: { path: { id, message_id } } })),
  remove: (id: string) => answer(client.DELETE("/api/conversations/{id}", { params: conversation(id) })),
  messages: (id: string, at: WindowPlace = {}) =>
    answer(client.GET("/api/conversations/{id}/messages", { params: { ...conversation(id), query: { ...at, limit: 50 } } })),
  search: (q: string) => answer(client.GET("/api/search", { params: { query: { q } } })),
  files: (cursor: string | null) => answer(client.GET("/api/files", { params: { query: { limit: 30, ...(cursor ? { cursor } : {}) } } })),
  fileLimits: () => answer(client.GET("/api/files/limits")),
  startUpload: (name: string, size: number, key: string) => answer(client.POST("/api/files", { params: { header: { "idempotency-key": key } }, body: { name, size } })),
  sendPiece: (id: string, offset: number, data: Blob, signal: AbortSignal) =>
    answer(
      client.PUT("/api/files/{id}/content", {
        params: { path: { id }, query: { offset } },
        body: data as unknown as string,
        bodySerializer: (body) => body as unknown as Blob,
        headers: { "content-type": "application/octet-stream" },
        signal,
      }),
    ),
  finishUpload: (id: string) => answer(client.POST("/api/files/{id}/finish", { params: { path: { id } } })),
  file: (id: string) => answer(client.GET("/api/files/{id}", { params: { path: { id } } })),
  removeFile: (id: string) => answer(client.DELETE("/api/files/{id}", { params: { path: { id } } })),
  send: (id: string, body: { text: string; file_ids: string[]; parent_id: string | null; model: string | null; tools: string[] }, key: string) =>
    answer(
      client.POST("/api/conversations/{id}/messages", {
        params: { ...conversation(id), header: { "idempotency-key": key } },
        body,
      }),
    ),
  regenerate: (id: string, message_id: string, model: string | null, tools: string[]) =>
    answer(
      client.POST("/api/conversations/{id}/messages/{message_id}/regenerate", {
        params: { path: { id, message_id } },
        body: { model, tools },
      }),
    ),
  beside: (id: string, message_id: string, models: string[], tools: string[]) =>
    answer(client.POST("/api/conversations/{id}/messages/{message_id}/answers", { params: { path: { id, message_id } }, body: { models, tools } })),
  decide: (id: string, message_id: string, body: { call_id: string; digest: string; decision: Decision }) =>
    answer(client.POST("/api/conversations/{id}/messages/{message_id}/decisions", { params: { path: { id, message_id } }, body })),
  agents: () => answer(client.GET("/api/agents")),
  agent: (id: string) => answer(client.GET("/api/agents/{id}", { params: { path: { id } } })),
  createAgent: (body: AgentInput) => answer(client.POST("/api/agents", { body })),
  editAgent: (id: string, version: number, agent: AgentInput) => answer(client.PUT("/api/agents/{id}", { params: { path: { id } }, body: { version, agent } })),
  duplicateAgent: (id: string) => answer(client.POST("/api/agents/{id}/duplicate", { params: { path: { id } } })),
  deleteAgent: (id: string) => answer(client.DELETE("/api/agents/{id}", { params: { path: { id } } })),
  agentVersions: (id: string) => answer(client.GET("/api/agents/{id}/versions", { params: { path: { id } } })),
  restoreAgent: (id: string, version: number) => answer(client.POST("/api/agents/{id}/versions/{version}/restore", { params: { path: { id, version } } })),
  shareAgent: (id: string, shares: { right: "view" | "edit"; email: string | null; team_id: string | null }[]) =>
    answer(client.PUT("/api/agents/{id}/shares", { params: { path: { id } }, body: { shares } })),
  tools: () => answer(client.GET("/api/tools")),
  stop: (id: string) => answer(client.POST("/api/generations/{id}/stop", { params: { path: { id } } })),
};
