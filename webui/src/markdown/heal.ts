/** Makes the unfinished last block fit to show: no raw mark, half link or half table head is ever seen. */
import remend from "remend";
import { withoutOpenMath } from "./math-marks";

const onlyMarks = /^\s*(?:[-*+>#=|~`_]+|\d{1,9}[.)]?)\s*$/;
const trailingMarks = /(?:\*+|_+|~+|!?\[|!)$/;
const delimiterRow = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

export function heal(text: string): string {
  if (insideFence(text)) return text.replace(/\n\s*(?:`{1,}|~{1,})$/, "\n");
  let shown = withoutHalfTable(withoutOpenMath(text));
  const lineStart = shown.lastIndexOf("\n") + 1;
  if (onlyMarks.test(shown.slice(lineStart))) shown = shown.slice(0, lineStart);
  shown = shown.replace(trailingMarks, "");
  return remend(shown, { linkMode: "text-only", katex: false });
}

function insideFence(text: string): boolean {
  let fence: string | null = null;
  for (const line of text.split("\n")) {
    const mark = /^\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)*(`{3,}|~{3,})/.exec(line)?.[1];
    if (!mark) continue;
    if (fence === null) fence = mark;
    else if (line.trim().startsWith(fence)) fence = null;
  }
  return fence !== null;
}

/** A table is shown once its delimiter row is whole; until then its head would flash as pipes. */
function withoutHalfTable(text: string): string {
  const lines = text.split("\n");
  const head = lines.findIndex((line) => /^\s*\|/.test(line));
  if (head === -1) return text;
  const delimiter = lines[head + 1];
  const whole = delimiter !== undefined && delimiterRow.test(delimiter) && head + 2 < lines.length;
  if (whole || (delimiter !== undefined && head + 2 < lines.length)) return text;
  return lines.slice(0, head).join("\n");
}
