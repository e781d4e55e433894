import { describe, expect, it } from "vitest";
import { bodyOf, draftOf, factsOf, localOf, nothingSaid, problemsOf } from "./words";

describe("an announcement that is being typed", () => {
  it("needs a title, and an end after its beginning", () => {
    expect([...problemsOf(nothingSaid).keys()]).toEqual(["title"]);
    const times = { ...nothingSaid, title: "x", since: "2026-03-12T14:05", until: "2026-03-12T14:05" };
    expect([...problemsOf(times).keys()]).toEqual(["until"]);
    expect(problemsOf({ ...times, until: "2026-03-12T14:06" }).size).toBe(0);
  });

  it("comes back as it was sent, to the minute", () => {
    const draft = { ...nothingSaid, title: "Maintenance", since: "2026-03-12T14:05", teams: ["t1"] };
    const body = bodyOf(draft);
    const said = {
      ...{ id: "a1", title: "Maintenance", text: "", level: "info" as const, teams: ["t1"] },
      ...{ since: body.since ?? "", until: null, state: "shown" as const, created_at: "", version: 1 },
    };
    expect(draftOf(said)).toEqual(draft);
    expect(localOf(null)).toBe("");
  });

  it("is told field by field", () => {
    const facts = factsOf({ ...nothingSaid, title: "x", teams: ["t1", "t2"] }, new Map([["t1", "Blue"]]));
    expect(facts.get("For")).toBe("Blue, t2");
    expect(facts.get("Until")).toBe("for good");
    expect(facts.get("Level")).toBe("For information");
  });
});
