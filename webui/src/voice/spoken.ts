/** What is read aloud of an answer: its words, without the marks that only eyes need. */
import { t } from "../languages/speaking";

/** Browsers stop in the middle of longer ones. */
const longest = 220;

export function spoken(markdown: string): string[] {
  const words = markdown
    .replace(/^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:\n {0,3}\1[`~]*[ \t]*(?=\n|$)|$(?![\s\S]))/gm, t("Here is some code."))
    .replace(/\\\[[\s\S]*?\\\]|\$\$[\s\S]*?\$\$/g, t("Here is a formula."))
    .replace(/\\\(([^\n]*?)\\\)/g, "$1")
    .replace(/!\[([^\]\n]*)\]\([^)\n]*\)/g, "$1")
    .replace(/\[([^\]\n]*)\]\([^)\n]*\)/g, "$1")
    .replace(/^\s*\|?[\s:|-]*-{3}[\s:|-]*$/gm, "")
    .replace(/^ {0,3}(?:#{1,6}|>|[-*+]|\d{1,9}[.)])[ \t]+/gm, "")
    .replace(/(\*\*|__|~~|`)/g, "")
    .replace(/(^|\s)[*_](\S)/g, "$1$2")
    .replace(/(\S)[*_](?=\s|[.,;:!?]|$)/gm, "$1")
    .replace(/[ \t]*\|[ \t]*/g, ", ");
  return words.split(/\n+/).flatMap(sentences).map((part) => part.replace(/^[,\s]+|[,\s]+$/g, "")).filter((part) => /[\p{L}\p{N}]/u.test(part));
}

function sentences(line: string): string[] {
  const parts: string[] = [];
  let rest = line.trim();
  while (rest.length > longest) {
    const head = rest.slice(0, longest);
    const end = Math.max(head.lastIndexOf(". "), head.lastIndexOf("? "), head.lastIndexOf("! "), head.lastIndexOf("。"));
    const cut = end > longest / 4 ? end + 1 : Math.max(head.lastIndexOf(" "), longest / 2);
    parts.push(rest.slice(0, cut));
    rest = rest.slice(cut).trim();
  }
  return [...parts, rest];
}
