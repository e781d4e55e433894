import type { Definition, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { mathFromMarkdown } from "mdast-util-math";
import { gfm } from "micromark-extension-gfm";
import { math } from "micromark-extension-math";
import { withMath } from "./math-marks";

const options = { extensions: [gfm(), math({ singleDollarTextMath: false })], mdastExtensions: [gfmFromMarkdown(), mathFromMarkdown()] };

/** `targets` is where `[text][label]` leads, by label. */
export type Parsed = { nodes: RootContent[]; targets: ReadonlyMap<string, string> };

/** Read `written` with `definitions` from elsewhere in the same document. */
export function parse(written: string, definitions = ""): Parsed {
  const text = withMath(written);
  const { children } = fromMarkdown(definitions ? `${text}\n\n${definitions}` : text, options);
  const links = children.filter((node): node is Definition => node.type === "definition");
  return {
    nodes: children.filter((node) => (node.position?.start.offset ?? 0) < text.length),
    targets: new Map(links.map((node) => [node.identifier, node.url])),
  };
}
