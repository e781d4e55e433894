import { useQuery } from "@tanstack/react-query";
import { chat } from "../api/client";
import type { Agent } from "../api/types";
import { queries } from "../conversations/data";

export const agentsKey = ["agents"] as const;
export const agentKey = (id: string) => ["agent", id] as const;

export const useAgents = () => useQuery({ queryKey: agentsKey, queryFn: () => chat.agents().then((answer) => answer.agents), staleTime: 30_000 });
export const useAgent = (id: string | undefined) => useQuery({ queryKey: agentKey(id ?? ""), queryFn: () => chat.agent(id ?? ""), enabled: id !== undefined });

/** What changed is shown at once, and lists that name it are read again. */
export function showAgent(agent: Agent): void {
  queries.setQueryData(agentKey(agent.id), agent);
  void queries.invalidateQueries({ queryKey: agentsKey });
  void queries.invalidateQueries({ queryKey: ["models"] });
  void queries.invalidateQueries({ queryKey: ["agent-versions", agent.id] });
}

export function forgetAgent(id: string): void {
  queries.removeQueries({ queryKey: agentKey(id) });
  void queries.invalidateQueries({ queryKey: agentsKey });
  void queries.invalidateQueries({ queryKey: ["models"] });
}
