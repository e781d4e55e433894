import { describe, expect, it } from "vitest";
import { actionOf, filtersFrom, partyName, partyPath, wantedActs } from "./acts";

describe("the audit log's filters", () => {
  it("are those of the address that the service takes", () => {
    const search = new URLSearchParams("action=signIn&outcome=perhaps&service=chat&actor= ada &other=1");
    expect(filtersFrom(search)).toEqual({ action: "signIn", service: "chat", actor: "ada" });
  });

  it("ask for whole days, the last one included", () => {
    const wanted = wantedActs({ from: "2026-02-01", to: "2026-02-28" }, { action: "signIn" });
    expect(wanted).toEqual({ since: "2026-02-01T00:00:00Z", until: "2026-03-01T00:00:00Z", action: "signIn" });
  });
});

describe("parties", () => {
  it("have the name of now, or their id when they are gone", () => {
    expect(partyName({ kind: "user", id: "u1", name: "ada@example.com" })).toBe("ada@example.com");
    expect(partyName({ kind: "user", id: "u1", name: "" })).toBe("u1");
    expect(partyName({ kind: "nobody", id: "", name: "" })).toBe("Unknown address");
    expect(partyName(null)).toBe("-");
  });

  it("lead to their page while they are there", () => {
    expect(partyPath({ kind: "team", id: "t1", name: "Blue" })).toBe("/teams?team=t1");
    expect(partyPath({ kind: "team", id: "t1", name: "" })).toBeNull();
    expect(partyPath({ kind: "administrator", id: "a1", name: "root@x.org" })).toBeNull();
  });
});

it("an act without words of its own is told by its name", () => {
  expect(actionOf("signIn")).toBe("Signed in");
  expect(actionOf("somethingNew")).toBe("somethingNew");
});
