import { describe, expect, it } from "vitest";
import { addresses, bodyOf, conditionTold, draftOf, factsOf, newRule, ofKind, problemsOf, scopes } from "./rule";

describe("a rule that is being typed", () => {
  it("has no problems once it has what its kind needs", () => {
    expect([...problemsOf(newRule).keys()]).toEqual(["name", "amount"]);
    expect(problemsOf({ ...newRule, name: "Day", amount: "$1,000" }).size).toBe(0);
    expect(problemsOf({ ...ofKind(newRule, "provider_down"), name: "Down" }).size).toBe(0);
  });

  it("says what is wrong with each field that counts", () => {
    const errors = { ...ofKind(newRule, "error_share"), name: "E", percent: "101", minutes: "", calls: "0" };
    expect([...problemsOf(errors).keys()]).toEqual(["percent", "minutes", "calls"]);
    const silence = { ...ofKind(newRule, "silence"), name: "S", scope: "model" as const, mail: "ops", again: "1000" };
    expect([...problemsOf(silence).keys()]).toEqual(["id", "mail", "again"]);
    expect(problemsOf({ ...newRule, name: "x", amount: "0" }).get("amount")).toBe("More than nothing.");
  });

  it("keeps only a scope that its kind may have", () => {
    const team = { ...newRule, scope: "team" as const, id: "t1" };
    expect(ofKind(team, "budget_used")).toMatchObject({ scope: "team", id: "t1" });
    expect(ofKind(team, "error_share")).toMatchObject({ scope: "provider", id: "" });
    expect(scopes("budget_used")[0]).toEqual(["all", "Whoever has a budget"]);
  });

  it("comes back as it was sent", () => {
    const draft = { ...newRule, name: "Day", amount: "2.5", mail: "a@x.org, b@x.org", webhooks: ["w1"], again: "0" };
    const body = bodyOf(draft);
    const stored = { ...body, id: "r1", created_at: "2026-01-01T00:00:00Z", version: 1 };
    expect(body.told?.mail).toEqual(["a@x.org", "b@x.org"]);
    expect(draftOf(stored)).toEqual({ ...draft, mail: "a@x.org\nb@x.org" });
  });

  it("is told in words", () => {
    const draft = { ...newRule, name: "Day", amount: "5", scope: "user" as const, id: "ada" };
    expect(conditionTold(draft)).toBe("more than $5 of ada in a day (each user)");
    const facts = factsOf({ ...draft, webhooks: ["w1"] }, new Map([["w1", "Ops"]]));
    expect(facts.get("Webhooks")).toBe("Ops");
    expect(facts.get("Mail")).toBe("nobody");
    expect(addresses(" a@x ;b@x\n")).toEqual(["a@x", "b@x"]);
  });
});
