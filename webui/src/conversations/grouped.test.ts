import { expect, it } from "vitest";
import type { Conversation } from "../api/types";
import { dateOf, grouped } from "./grouped";

const updated = (id: string, updated_at: string): Conversation => ({
  id,
  title: id,
  model: "small",
  active_leaf_id: null,
  running_generation_id: null,
  created_at: updated_at,
  updated_at,
  version: 1,
  shelf: "open",
  tags: [], project_id: null, temporary: false, parameters: {},
});

it("groups conversations by how long ago they changed", () => {
  const now = new Date(2026, 5, 15, 12);
  const at = (days: number) => new Date(2026, 5, 15 - days, 10).toISOString();

  const groups = grouped([updated("a", at(0)), updated("b", at(1)), updated("c", at(5)), updated("d", at(20)), updated("e", at(60))], now);

  expect(groups.map((group) => [group.name, group.items.map((item) => item.id)])).toEqual([
    ["Today", ["a"]],
    ["Yesterday", ["b"]],
    ["Previous 7 days", ["c"]],
    ["Previous 30 days", ["d"]],
    ["April 2026", ["e"]],
  ]);
});

it("tells the time of today, and the day of what is older", () => {
  const now = new Date(2026, 5, 15, 18);

  expect(dateOf(new Date(2026, 5, 15, 9, 5).toISOString(), now)).toMatch(/^0?9:05/);
  expect(dateOf(new Date(2026, 0, 2).toISOString(), now)).toBe("Jan 2");
  expect(dateOf(new Date(2025, 11, 31).toISOString(), now)).toBe("Dec 31, 2025");
});
