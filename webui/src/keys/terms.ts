/** What a key may do, in words, and what a form asks for. */
import type { NewKey, OwnKey } from "../api/own";

export type Endpoint = OwnKey["scope"]["endpoints"][number];
export const endpoints: Endpoint[] = ["chat_completions", "messages", "responses", "generate_content", "completions", "embeddings", "images", "audio", "moderations", "models"];

const names: Record<Endpoint, string> = {
  chat_completions: "Chat completions",
  messages: "Messages",
  responses: "Responses",
  generate_content: "Generate content",
  completions: "Completions",
  embeddings: "Embeddings",
  images: "Images",
  audio: "Audio",
  moderations: "Moderations",
  models: "List of models",
};
export const endpointName = (endpoint: Endpoint) => names[endpoint];

export type Lasting = "30" | "90" | "365" | "never";
export const lastings: [Lasting, string][] = [["30", "30 days"], ["90", "90 days"], ["365", "One year"], ["never", "Never"]];

export function endOf(lasting: Lasting, now: Date): string | null {
  return lasting === "never" ? null : new Date(now.getTime() + Number(lasting) * 86_400_000).toISOString();
}

/** All of them, when all are chosen: what comes later is then meant too. */
export function scopeOf(models: ReadonlySet<string>, all: string[], chosen: ReadonlySet<Endpoint>): NewKey["scope"] {
  const everyModel = all.every((model) => models.has(model));
  return { models: everyModel ? ["*"] : all.filter((model) => models.has(model)), endpoints: endpoints.filter((endpoint) => chosen.has(endpoint)), networks: [] };
}

export function scopeWords({ scope }: Pick<OwnKey, "scope">): string {
  const models = scope.models.includes("*") ? "all your models" : scope.models.length === 1 ? scope.models[0]! : `${scope.models.length} models`;
  return scope.endpoints.length === endpoints.length ? models : `${models}; ${scope.endpoints.map(endpointName).join(", ").toLowerCase() || "nothing"}`;
}
