import { expect, it } from "vitest";
import type { User } from "../../api/answers";
import { endOf, stateOf } from "./ban";

const user = (state: User["state"], holds?: boolean) =>
  ({ state, ban: holds === undefined ? null : { reason: "Spam", since: "", until: null, holds } }) as User;

it("a ban shows while it holds", () => {
  expect(stateOf(user("active", true))).toBe("banned");
  expect(stateOf(user("active", false))).toBe("active");
  expect(stateOf(user("disabled", true))).toBe("disabled");
  expect(stateOf(user("active"))).toBe("active");
});

it("a ban ends with its last day, or not by itself", () => {
  expect(endOf("2026-03-01")).toBe("2026-03-01T23:59:59Z");
  expect(endOf("")).toBeNull();
});
