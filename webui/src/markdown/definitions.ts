/**
 * Link and footnote definitions hold for the whole text, but blocks are parsed alone. A block that refers to one is
 * parsed together with its line; no other block is touched when a definition arrives at the end.
 */
import type { Block } from "./blocks";

const line = /^ {0,3}\[(\^?[^\]\n]+)\]:[ \t]*\S.*$/gm;
const fenced = /^\s*(?:`{3,}|~{3,})/;

export type Definitions = ReadonlyMap<string, string>;

export function definitionsOf(blocks: readonly Block[]): Definitions {
  const found = new Map<string, string>();
  for (const { text } of blocks) {
    if (!text.includes("]:") || fenced.test(text)) continue;
    for (const [whole, label] of text.matchAll(line)) {
      const key = label!.toLowerCase();
      if (!found.has(key)) found.set(key, whole.trim());
    }
  }
  return found;
}

/** The lines that this block refers to; empty for nearly all. */
export function neededBy(text: string, definitions: Definitions): string {
  if (definitions.size === 0) return "";
  const lower = text.toLowerCase();
  return [...definitions].filter(([label, whole]) => lower.includes(`[${label}]`) && !text.includes(whole)).map(([, whole]) => whole).join("\n");
}
