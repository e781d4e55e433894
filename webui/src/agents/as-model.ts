import type { Agent, AgentInput, Model } from "../api/types";

export const emptyAgent = (model: string): AgentInput => ({
  name: "",
  emoji: "",
  colour: "teal",
  description: "",
  instructions: "",
  model,
  parameters: { temperature: null, top_p: null, max_output_tokens: null, effort: null },
  tools: [],
  starters: [],
  files: [],
});

/** What an editor begins with. */
export const inputOf = (agent: Agent): AgentInput => ({
  name: agent.name,
  emoji: agent.emoji,
  colour: agent.colour,
  description: agent.description,
  instructions: agent.instructions ?? "",
  model: agent.model,
  parameters: agent.parameters ?? emptyAgent("").parameters,
  tools: agent.tools,
  starters: agent.starters,
  files: (agent.files ?? []).map((each) => each.file_id),
});

/** An agent is a model to whoever chats: it has its model's abilities and price. */
export function asModels(agents: Agent[], models: Model[]): Model[] {
  return agents.flatMap((agent) => {
    const model = models.find((each) => each.name === agent.model);
    if (!model) return [];
    return [{ ...model, name: agent.model_name, label: `${agent.emoji ? `${agent.emoji} ` : ""}${agent.name}`, provider: agentsProvider, is_default: false }];
  });
}

export const agentsProvider = "agents";
