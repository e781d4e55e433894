import { expect, it } from "vitest";
import type { Colleague } from "../../api/answers";
import { isLastRoot } from "./roles";

function somebody(id: string, role: Colleague["role"], state: Colleague["state"] = "active"): Colleague {
  const email = `${id}@example.com`;
  return { id, email, name: id, role, state, created_at: "2026-01-01T00:00:00Z", has_second_factor: true };
}

it("the last root is the one beside whom no other root is let in", () => {
  const root = somebody("a", "root");
  expect(isLastRoot(root, [root, somebody("b", "root", "disabled"), somebody("c", "admin")])).toBe(true);
  expect(isLastRoot(root, [root, somebody("b", "root")])).toBe(false);
});

it("who is no root that is let in is never the last one", () => {
  const admin = somebody("a", "admin");
  const disabled = somebody("b", "root", "disabled");
  expect(isLastRoot(admin, [admin])).toBe(false);
  expect(isLastRoot(disabled, [disabled])).toBe(false);
});
