import { expect, it } from "vitest";
import { BlockSplitter } from "./blocks";
import { definitionsOf, neededBy } from "./definitions";

const blocksOf = (text: string) => new BlockSplitter().blocks(text);

it("finds links and footnotes wherever they are defined", () => {
  const definitions = definitionsOf(blocksOf("See [the docs][d] and this.[^1]\n\n[d]: https://example.com\n\n[^1]: A note."));

  expect([...definitions.keys()]).toEqual(["d", "^1"]);
});

it("gives a block only what it refers to", () => {
  const definitions = definitionsOf(blocksOf("[d]: https://example.com\n[e]: https://example.org"));

  expect(neededBy("See [the docs][D].", definitions)).toBe("[d]: https://example.com");
  expect(neededBy("Nothing here.", definitions)).toBe("");
});

it("does not take an array in a code block for a definition", () => {
  expect(definitionsOf(blocksOf("```\n[a]: 1\n```")).size).toBe(0);
});
