import { expect, test } from "vitest";
import { summary } from "./sending";

test.each([
  [{ imported: 1, present: 0, skipped: 0 }, "1 chat is here now."],
  [{ imported: 1200, present: 1, skipped: 2 }, "1,200 chats are here now; 1 chat was here already; 2 chats could not be read."],
  [{ imported: 0, present: 3, skipped: 0 }, "Nothing new was added; 3 chats were here already."],
])("what became of a file is one sentence: %j", (report, words) => {
  expect(summary(report)).toBe(words);
});
