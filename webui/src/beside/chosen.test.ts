import { expect, test } from "vitest";
import { parsed } from "./chosen";

test.each([
  [null, {}],
  ["no json", {}],
  ["[1]", {}],
  ["null", {}],
  ['{"q":["a","b"],"broken":[1],"worse":"a"}', { q: ["a", "b"] }],
])("what is kept as %j is read or passed over", (text, found) => expect(parsed(text)).toEqual(found));
