import { describe, expect, it } from "vitest";
import { endpointsTold, everything, networksTold, scopeOf, scopeProblem } from "./scope";

describe("the scope of a new key", () => {
  it("is everything unless something is said", () => {
    expect(scopeProblem(everything)).toBeNull();
    expect(scopeOf(everything)).toMatchObject({ models: ["*"], networks: [] });
    expect(endpointsTold(scopeOf(everything).endpoints)).toBe("Every endpoint");
    expect(networksTold([])).toBe("Anywhere");
  });

  it("has what was typed, endpoints in their own order", () => {
    const draft = { models: "gpt-*\no3", networks: "10.0.0.0/8", endpoints: ["messages", "responses"] as const };
    expect(scopeOf(draft)).toEqual({
      models: ["gpt-*", "o3"],
      networks: ["10.0.0.0/8"],
      endpoints: ["responses", "messages"],
    });
    expect(endpointsTold(draft.endpoints)).toBe("Responses, Messages (Anthropic)");
  });

  it.each([
    [{ ...everything, endpoints: [] }, "Choose at least one endpoint."],
    [{ ...everything, models: "a b" }, "“a b” is no pattern of a model's name."],
    [{ ...everything, networks: "home" }, "“home” is no range such as 10.0.0.0/8 or 192.0.2.7."],
  ])("%j is refused in a sentence", (draft, sentence) => {
    expect(scopeProblem(draft)).toBe(sentence);
  });
});
