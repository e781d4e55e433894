import { useQuery } from "@tanstack/react-query";
import { agentsProvider, asModels } from "../agents/as-model";
import { chat } from "../api/client";
import type { Model } from "../api/types";
import { known, msg } from "../languages/speaking";
import { read, write } from "../stored/storage";

export const useModels = () => useQuery({ queryKey: ["models"], queryFn: everybody, staleTime: 60_000 });

/** Models, and agents as such; without agents the models are there all the same. */
async function everybody(): Promise<Model[]> {
  const [models, agents] = await Promise.all([chat.models(), chat.agents().catch(() => ({ agents: [] }))]);
  return [...models.models, ...asModels(agents.agents, models.models)];
}

const recentKey = "parley:models";
export const recentModels = (): string[] => (read(recentKey) ?? "").split("\n").filter(Boolean);
export const rememberModel = (name: string) => write(recentKey, [name, ...recentModels().filter((other) => other !== name)].slice(0, 4).join("\n"));

/** The model wanted when it exists, else the last used, else the default, else the first. */
export function chosen(models: Model[], wanted: string | null): Model | null {
  const named = (name: string | undefined | null) => models.find((model) => model.name === name);
  return named(wanted) ?? named(recentModels()[0]) ?? models.find((model) => model.is_default) ?? models[0] ?? null;
}

const providers: Record<string, string> = { openai: "OpenAI", anthropic: "Anthropic", google: "Google", local: msg("On this server"), [agentsProvider]: msg("Agents") };
export const providerName = (provider: string) => known(providers[provider] ?? provider.replace(/^./, (first) => first.toUpperCase()));

export function matching(models: Model[], search: string): Model[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return models.filter((model) => {
    const text = `${model.label} ${model.name} ${providerName(model.provider)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
