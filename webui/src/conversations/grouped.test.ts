import { expect, it } from "vitest";
import type { Conversation } from "../api/types";
import { grouped } from "./grouped";

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
  tags: [],
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
