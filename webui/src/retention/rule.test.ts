import { expect, test } from "vitest";
import { choicesOf, chosenOf, endsRule, isShorter, keptRule, spanOf, temporaryRule } from "./rule";

const rule = { days: null, operator_days: null, own_days: null, temporary_hours: 24 };

test("a time is said as people say it", () => {
  expect([24, 1, 72, 0.5, 1.5, 0.001].map(spanOf)).toEqual(["24 hours", "1 hour", "3 days", "30 minutes", "1.5 hours", "1 minute"]);
  expect(endsRule(24)).toBe("deleted 24 hours after its last message.");
  expect(temporaryRule(24)).toContain("deleted with its files 24 hours after its last message");
});

test("the rule is one plain sentence, whether there is one or not", () => {
  expect(keptRule({ days: null })).toBe("Chats are kept until you delete them.");
  expect(keptRule({ days: 1 })).toBe("Chats are deleted with their files 1 day after they were last used. Pinned chats stay.");
});

test("nobody can choose more days than the operator's", () => {
  expect(choicesOf({ ...rule, operator_days: 90 }).map(([value]) => value)).toEqual(["", "7", "30"]);
  expect(choicesOf(rule)[0]).toEqual(["", "Until I delete them"]);
});

test("a choice made elsewhere is among them, as long as it holds", () => {
  const odd = { ...rule, own_days: 45 };
  expect(choicesOf(odd).map(([value]) => value)).toEqual(["", "7", "30", "45", "90", "180", "365"]);
  expect(chosenOf(odd)).toBe("45");
  expect(chosenOf({ ...odd, operator_days: 30 })).toBe("");
});

test("a shorter time than now deletes some", () => {
  expect([isShorter(7, { days: null }), isShorter(7, { days: 30 }), isShorter(30, { days: 7 }), isShorter(7, { days: 7 })]).toEqual([true, true, false, false]);
});
