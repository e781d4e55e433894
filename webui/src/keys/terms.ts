/** What a key may do, in words, and what a form asks for. */
import type { NewKey, OwnKey } from "../api/own";
import { listed } from "../languages/formats";
import { msg, t } from "../languages/speaking";

export type Endpoint = OwnKey["scope"]["endpoints"][number];
export const endpoints: Endpoint[] = ["chat_completions", "messages", "responses", "generate_content", "completions", "embeddings", "images", "audio", "moderations", "models"];

const names: Record<Endpoint, string> = {
  chat_completions: msg("Chat completions"),
  messages: msg("Messages"),
  responses: msg("Responses"),
  generate_content: msg("Generate content"),
  completions: msg("Completions"),
  embeddings: msg("Embeddings"),
  images: msg("Images"),
  audio: msg("Audio"),
  moderations: msg("Moderations"),
  models: msg("List of models"),
};
export const endpointName = (endpoint: Endpoint) => t(names[endpoint]);

export type Lasting = "30" | "90" | "365" | "never";
export const lastings = (): [Lasting, string][] => [["30", t("{count} days", { count: 30 })], ["90", t("{count} days", { count: 90 })], ["365", t("One year")], ["never", t("Never")]];

export function endOf(lasting: Lasting, now: Date): string | null {
  return lasting === "never" ? null : new Date(now.getTime() + Number(lasting) * 86_400_000).toISOString();
}

/** All of them, when all are chosen: what comes later is then meant too. */
export function scopeOf(models: ReadonlySet<string>, all: string[], chosen: ReadonlySet<Endpoint>): NewKey["scope"] {
  const everyModel = all.every((model) => models.has(model));
  return { models: everyModel ? ["*"] : all.filter((model) => models.has(model)), endpoints: endpoints.filter((endpoint) => chosen.has(endpoint)), networks: [] };
}

export function scopeWords({ scope }: Pick<OwnKey, "scope">): string {
  const models = scope.models.includes("*") ? t("all your models") : scope.models.length === 1 ? scope.models[0]! : t("{count} models", { count: scope.models.length });
  return scope.endpoints.length === endpoints.length ? models : t("{models}; {interfaces}", { models, interfaces: listed(scope.endpoints.map(endpointName)) || t("nothing") });
}
