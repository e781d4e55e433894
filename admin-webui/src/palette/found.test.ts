import { describe, expect, it } from "vitest";
import { foundOf, matching, pagesMatching, pathOf } from "./found";

const ada = { id: "u1", email: "ada@x.org", name: "Ada" };
const blue = { id: "t1", name: "Blue" };
const red = { id: "t2", name: "Red" };
const laptop = { id: "k1", name: "laptop", owner: { kind: "team" as const, id: "t1", name: "Blue" } };

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
