import type { paths } from "./schema";

type Answer<Path extends keyof paths, Method extends keyof paths[Path], Status extends number> = paths[Path][Method] extends {
  responses: Record<Status, { content: { "application/json": infer Body } }>;
}
  ? Body
  : never;

export type SignedIn = Answer<"/api/auth/refresh", "post", 200>;
export type User = SignedIn["user"];
export type Model = Answer<"/api/models", "get", 200>["models"][number];
export type ConversationPage = Answer<"/api/conversations", "get", 200>;
export type Conversation = ConversationPage["items"][number];
export type Parameters = Conversation["parameters"];
export type Shelf = Conversation["shelf"];
export type MessageWindow = Answer<"/api/conversations/{id}/messages", "get", 200>;
export type Message = MessageWindow["messages"][number];
export type Part = Message["parts"][number];
export type ToolRun = Extract<Part, { type: "tool_run" }>;
export type Tool = Answer<"/api/tools", "get", 200>["tools"][number];
export type StoredFile = Answer<"/api/files/{id}", "get", 200>;
export type FilePage = Answer<"/api/files", "get", 200>;
export type FileLimits = Answer<"/api/files/limits", "get", 200>;
/** A file as a message names it. */
export type Attachment = Extract<Part, { type: "file" }>;
export type Agent = Answer<"/api/agents", "get", 200>["agents"][number];
export type AgentShare = NonNullable<Agent["shares"]>[number];
export type AgentInput = Required<paths["/api/agents"]["post"]["requestBody"]["content"]["application/json"]>;
export type Decision = paths["/api/conversations/{id}/messages/{message_id}/decisions"]["post"]["requestBody"]["content"]["application/json"]["decision"];
export type Usage = NonNullable<Message["usage"]>;
export type MessageState = Message["state"];
export type Found = Answer<"/api/search", "get", 200>["found"][number];
export type SearchHit = Found["hits"][number];
export type SearchPiece = Found["title"][number];
export type Project = Answer<"/api/projects", "get", 200>["projects"][number];
