import { describe, expect, it } from "vitest";
import { isNetwork, linesOf, networksProblem, patternsProblem, patternsTold } from "./patterns";

describe("patterns of models", () => {
  it("come one to a line, or with commas", () => {
    expect(linesOf(" gpt-*\n\nclaude-*, o3 ,")).toEqual(["gpt-*", "claude-*", "o3"]);
  });

  it.each(["*", "gpt-5*", "openai/gpt-5@eu:fast+", "modèle"])("%s is one", (pattern) => {
    expect(patternsProblem(pattern)).toBeNull();
  });

  it.each(["a b", "gpt?", "x".repeat(129)])("%s is none", (pattern) => {
    expect(patternsProblem(`gpt-*\n${pattern}`)).toContain("is no pattern of a model's name.");
  });

  it("are not more than a hundred", () => {
    expect(patternsProblem("a\n".repeat(101))).toBe("There are at most 100 patterns.");
  });

  it.each([
    [["*", "gpt-*"], "Every model"],
    [[], "No model at all"],
    [["gpt-*", "o3"], "gpt-*, o3"],
  ])("%j reads %s", (patterns, told) => {
    expect(patternsTold(patterns)).toBe(told);
  });
});

describe("ranges of addresses", () => {
  it.each(["10.0.0.0/8", "192.0.2.7", "192.0.2.0/24", "0.0.0.0/0", "2001:db8::/32", "::1"])("%s is one", (network) => {
    expect(isNetwork(network)).toBe(true);
  });

  it.each([
    "10.0.0.1/8",
    "10.0.0/8",
    "256.0.0.0/8",
    "10.0.0.0/33",
    "10.0.0.0/8/8",
    "office",
    "2001:db8::/129",
    "01.2.3.4",
  ])("%s is none", (network) => {
    expect(isNetwork(network)).toBe(false);
    expect(networksProblem(`10.0.0.0/8\n${network}`)).toContain("is no range such as 10.0.0.0/8 or 192.0.2.7.");
  });
});
