import { describe, expect, it } from "vitest";
import {
  behaviourOf,
  behaviourProblems,
  leavingOf,
  leavingTold,
  reasoningChoices,
  reasoningTold,
  reuseOf,
  reuseTold,
} from "./behaviour";

const on = { leaving: "on", seconds: "30", tokens: "", reuse: "", reasoning: "off" } as const;

describe("what becomes of a call whose client leaves", () => {
  it.each([
    [null, "As the model says"],
    [{ drain: false, seconds: null, tokens: null }, "The call ends at once"],
    [{ drain: true, seconds: null, tokens: null }, "The call goes on to its end"],
    [{ drain: true, seconds: 30, tokens: 1000 }, "The call goes on for 30 seconds or 1,000 tokens"],
  ] as const)("%j reads %s, and is sent as it came", (leaving, told) => {
    expect(leavingTold(leaving)).toBe(told);
    expect(leavingOf(behaviourOf({ when_client_leaves: leaving, reuse_s: null, reasoning: "off" }))).toEqual(leaving);
  });

  it("has caps only where the call goes on", () => {
    expect(leavingOf(on)).toEqual({ drain: true, seconds: 30, tokens: null });
    expect(leavingOf({ ...on, leaving: "end" })).toEqual({ drain: false, seconds: null, tokens: null });
    expect(behaviourProblems({ ...on, leaving: "end", seconds: "nonsense" }).size).toBe(0);
  });

  it.each(["0", "3601", "1.5", "soon"])("a cap of %s seconds is refused in a sentence", (seconds) => {
    expect(behaviourProblems({ ...on, seconds }).get("seconds")).toBe(
      "Enter a whole number from 1 to 3,600, or nothing.",
    );
  });
});

describe("an answer that is given again", () => {
  it("is so for a while, or never", () => {
    expect([reuseTold(null), reuseTold(60)]).toEqual(["Never", "For 60 seconds"]);
    expect([reuseOf(on), reuseOf({ ...on, reuse: " 60 " })]).toEqual([null, 60]);
    expect(behaviourProblems({ ...on, reuse: "0" }).has("reuse")).toBe(true);
  });
});

describe("reasoning for clients of chat", () => {
  it.each(reasoningChoices)("%s reads %s, and is kept as it came", (reasoning, told) => {
    expect(reasoningTold(reasoning)).toBe(told);
    expect(behaviourOf({ when_client_leaves: null, reuse_s: null, reasoning }).reasoning).toBe(reasoning);
  });
});
