import { describe, expect, it } from "vitest";
import type { Ranked } from "../../api/answers";
import { edgeFrom, leastOf, ranksOf, subjectPath } from "./ranks";

function aSubject(id: string, ...used: readonly number[]): Ranked {
  const limits = used.map((each) => ({ kind: "requests" as const, limit: 100, used: each, reset_s: 1 }));
  return { kind: "user", id, name: id, owner_name: "", fullness: 0, limits, budgets: [] };
}

const subjects = [aSubject("over", 3, 100), aSubject("near", 85), aSubject("calm", 10), aSubject("none")];

describe("who is near the edge", () => {
  it("is whoever has a limit or a budget, in the service's order", () => {
    expect(ranksOf(subjects).map(({ subject }) => subject.id)).toEqual(["over", "near", "calm"]);
  });

  it("is asked for by how full they are", () => {
    expect((["all", "near", "over"] as const).map(leastOf)).toEqual([0, 0.8, 1]);
  });

  it("is told by the limit that stops calls first", () => {
    expect(ranksOf(subjects)[0]?.worst.permille).toBe(1000);
  });

  it("is in the address", () => {
    expect(edgeFrom(new URLSearchParams("edge=near"))).toBe("near");
    expect(edgeFrom(new URLSearchParams("edge=far"))).toBe("all");
  });

  it("has a page of its own", () => {
    expect(subjectPath({ kind: "team", id: "t1" })).toBe("/teams?team=t1");
  });
});
