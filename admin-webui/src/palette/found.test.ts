import { describe, expect, it } from "vitest";
import type { Key, Team, User } from "../api/answers";
import { foundOf, matching, pagesMatching, pathOf } from "./found";

const at = "2026-01-01T12:00:00Z";
const ada: User = { id: "u1", email: "ada@x.org", name: "Ada", state: "active", created_at: at, last_seen_at: null };
const blue: Team = { id: "t1", name: "Blue", created_at: at, member_count: 0 };
const red: Team = { id: "t2", name: "Red", created_at: at, member_count: 0 };
const laptop: Key = {
  id: "k1",
  name: "laptop",
  prefix: "sk-parley-k1",
  last4: "abcd",
  owner: { kind: "team", id: "t1", name: "Blue" },
  state: "active",
  created_at: at,
  expires_at: null,
  last_used_at: null,
  scope: { models: ["*"], endpoints: ["messages"], networks: [] },
  when_client_leaves: null,
};

describe("what matches a text", () => {
  it("begins with it before it merely holds it", () => {
    expect(matching(["Keys", "Monkeys", "Teams", "keyboard"], " KEY ", String)).toEqual([
      "Keys",
      "keyboard",
      "Monkeys",
    ]);
  });

  it("is every page while nothing was typed", () => {
    expect(pagesMatching("").length).toBeGreaterThan(5);
    expect(pagesMatching("budg").map(({ id }) => id)).toEqual(["/budgets"]);
  });

  it("is told apart by a hint", () => {
    expect(foundOf("b", [ada], [blue, red], [laptop])).toEqual([
      { kind: "user", id: "u1", name: "ada@x.org", hint: "Ada" },
      { kind: "team", id: "t1", name: "Blue", hint: "Team" },
      { kind: "key", id: "k1", name: "laptop", hint: "Key of Blue" },
    ]);
  });
});

describe("the place of what was found", () => {
  it.each([
    [{ kind: "page", id: "/usage" }, "/usage"],
    [{ kind: "user", id: "a b" }, "/users?user=a%20b"],
    [{ kind: "key", id: "k1" }, "/keys?key=k1"],
  ] as const)("%j is %s", (found, path) => {
    expect(pathOf({ name: "", hint: "", ...found })).toBe(path);
  });
});
