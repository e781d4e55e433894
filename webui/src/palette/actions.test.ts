import { Search } from "lucide-react";
import { expect, test } from "vitest";
import { fit, grouped, matching, type Action } from "./actions";

const action = (name: string, group = "Go to", more: Partial<Action> = {}): Action => ({ id: name, group, name, icon: Search, run: () => {}, ...more });
const names = (actions: Action[]) => actions.map((each) => each.name);

test("a name that begins with the words comes first, then words that do, then letters inside", () => {
  const all = [action("Use a dark chart"), action("Renewal"), action("New chat"), action("The newest")];
  expect(names(matching(all, "new", 9))).toEqual(["New chat", "The newest", "Renewal"]);
});

test("every word must be somewhere: in the name, the group, other words for it or what stands beside", () => {
  const dark = action("Dark theme", "Appearance", { also: "night mode" });
  expect([fit(dark, "night"), fit(dark, "appear dark"), fit(dark, "dark mice")]).toEqual([2, 2, 0]);
});

test("accents and capitals do not matter", () => expect(names(matching([action("Übersétzen")], "UBERSET", 9))).toEqual(["Übersétzen"]));

test("without words all is there in its order, with words no more than asked for", () => {
  const all = Array.from({ length: 5 }, (_, index) => action(`Chat ${index}`));
  expect(names(matching(all, " ", 2))).toHaveLength(5);
  expect(names(matching(all, "chat", 2))).toEqual(["Chat 0", "Chat 1"]);
});

test("groups follow the order of their rows", () => {
  const all = [action("a", "One"), action("b", "One"), action("c", "Two"), action("d", "One")];
  expect(grouped(all).map((each) => [each.name, names(each.actions)])).toEqual([["One", ["a", "b"]], ["Two", ["c"]], ["One", ["d"]]]);
});
