import { expect, test } from "vitest";
import type { Agent, Model } from "../api/types";
import { asModels, emptyAgent, inputOf } from "./as-model";

const small: Model = { name: "small", label: "Small", provider: "p", context_tokens: 9, max_output_tokens: null, capabilities: ["tools"], price: null, is_default: true };
const scribe: Agent = {
  id: "a1", model_name: "agent/a1", right: "view", files: null, version: 3, name: "Scribe", emoji: "🦊", colour: "teal", description: "", starters: ["Hi"],
  model: "small", tools: [], instructions: null, parameters: null, shares: null, changed_at: "2026-01-01T00:00:00Z",
};

test("an agent is offered as a model with its own name, and is never the default", () => {
  expect(asModels([scribe], [small])).toEqual([{ ...small, name: "agent/a1", label: "🦊 Scribe", provider: "agents", is_default: false }]);
});

test("an agent whose model one may not use is not offered", () => {
  expect(asModels([{ ...scribe, model: "gone" }], [small])).toEqual([]);
});

test("an editor begins with what the agent is", () => {
  expect(inputOf(scribe)).toEqual({ ...emptyAgent("small"), name: "Scribe", emoji: "🦊", starters: ["Hi"] });
});
