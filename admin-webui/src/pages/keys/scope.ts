import { linesOf, networksProblem, patternsProblem } from "../../access/patterns";
import type { Key } from "../../api/answers";

export type Scope = Key["scope"];
export type Endpoint = Scope["endpoints"][number];

/** Every endpoint a key can be used for, under the path that it is known by. */
export const endpoints: readonly (readonly [Endpoint, string])[] = [
  ["chat_completions", "Chat completions"],
  ["responses", "Responses"],
  ["messages", "Messages (Anthropic)"],
  ["generate_content", "Generate content (Google)"],
  ["completions", "Completions"],
  ["embeddings", "Embeddings"],
  ["images", "Images"],
  ["audio", "Audio"],
  ["moderations", "Moderations"],
  ["models", "List of models"],
];

/** A scope as it is being typed. */
export interface ScopeDraft {
  readonly models: string;
  readonly networks: string;
  readonly endpoints: readonly Endpoint[];
}

export const everything: ScopeDraft = { models: "*", networks: "", endpoints: endpoints.map(([name]) => name) };

export function scopeProblem(draft: ScopeDraft): string | null {
  if (draft.endpoints.length === 0) return "Choose at least one endpoint.";
  return patternsProblem(draft.models) ?? networksProblem(draft.networks);
}

export function scopeOf(draft: ScopeDraft): Scope {
  return {
    models: [...linesOf(draft.models)],
    networks: [...linesOf(draft.networks)],
    endpoints: endpoints.map(([name]) => name).filter((name) => draft.endpoints.includes(name)),
  };
}

export function endpointsTold(allowed: readonly Endpoint[]): string {
  if (endpoints.every(([name]) => allowed.includes(name))) return "Every endpoint";
  return endpoints
    .filter(([name]) => allowed.includes(name))
    .map(([, label]) => label)
    .join(", ");
}

export function networksTold(networks: readonly string[]): string {
  return networks.length === 0 ? "Anywhere" : networks.join(", ");
}
