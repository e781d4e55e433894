import { expect, it } from "vitest";
import { BlockSplitter } from "./blocks";
import { heal } from "./heal";

const document = `# Title

A paragraph with **bold**.

\`\`\`python
a = 1

b = 2
\`\`\`

- one

  more of one
- two

| a | b |
| - | - |
| 1 | 2 |

The end`;

it("splits at blank lines, but not inside fences and lists", () => {
  const texts = new BlockSplitter().blocks(document).map((block) => block.text.trim());

  expect(texts).toEqual([
    "# Title",
    "A paragraph with **bold**.",
    "```python\na = 1\n\nb = 2\n```",
    "- one\n\n  more of one\n- two",
    "| a | b |\n| - | - |\n| 1 | 2 |",
    "The end",
  ]);
});

it("loses no character and never changes a closed block, character by character", () => {
  const splitter = new BlockSplitter();
  let before = splitter.blocks("");
  for (let end = 1; end <= document.length; end += 1) {
    const now = splitter.blocks(document.slice(0, end));

    expect(now.map((block) => block.text).join("").trimEnd()).toBe(document.slice(0, end).trimEnd());
    before.slice(0, -1).forEach((block, index) => expect(now[index]).toBe(block));
    before = now;
  }
  expect(before).toEqual(new BlockSplitter().blocks(document));
});

it("starts again when the text is another one", () => {
  const splitter = new BlockSplitter();
  splitter.blocks("one\n\ntwo");

  expect(splitter.blocks("three").map((block) => block.text)).toEqual(["three"]);
});

it.each([
  ["**bo", "**bo**"],
  ["text **", "text "],
  ["a `co", "a `co`"],
  ["see [the docs](https://exa", "see the docs"],
  ["see [the", "see the"],
  ["list\n-", "list\n"],
  ["x\n#", "x\n"],
  ["| a | b |", ""],
  ["| a | b |\n| -", ""],
  ["```py\nx = 1\n``", "```py\nx = 1\n"],
])("heals %j", (half, healed) => {
  expect(heal(half).trim()).toBe(healed.trim());
});

it("shows a table once its delimiter row is whole", () => {
  expect(heal("| a | b |\n| - | - |\n| 1")).toContain("| - | - |");
});

it("a formula over several lines stays one block", () => {
  const text = "Before\n\n\\[\na = b\n\nc = d\n\\]\n\nThen\n\n$$\nx\n\ny\n$$\n\nAfter\n";
  expect(new BlockSplitter().blocks(text).map((block) => block.text.trim().split("\n")[0])).toEqual(["Before", "\\[", "Then", "$$", "After"]);
});
