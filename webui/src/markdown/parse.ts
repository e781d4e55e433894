import type { Definition, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

const options = { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] };

/** `targets` is where `[text][label]` leads, by label. */
export type Parsed = { nodes: RootContent[]; targets: ReadonlyMap<string, string> };

/** Read `text` with `definitions` from elsewhere in the same document. */
export function parse(text: string, definitions = ""): Parsed {
  const { children } = fromMarkdown(definitions ? `${text}\n\n${definitions}` : text, options);
  const links = children.filter((node): node is Definition => node.type === "definition");
  return {
    nodes: children.filter((node) => (node.position?.start.offset ?? 0) < text.length),
    targets: new Map(links.map((node) => [node.identifier, node.url])),
  };
}
