/**
 * Formulas as models write them. `\(…\)` and `\[…\]` become `$$…$$`, and so does `$…$` where it cannot be a price: no
 * space within its ends, no digit after it, and between them a mark that prices lack. Code stays as it is.
 */
type Piece = { kind: "plain" | "inline" | "block" | "single"; text: string; tex: string; at: number };

const fence = /[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})[^\n]*\n?/y;
const single = /\$([^\s$`](?:[^$`\n]{0,300}[^\s$`\\])?)\$(?![\d\w$])/y;
const marks = /[\\^_{}=+<>]|^[A-Za-z]$|^\d*[A-Za-z](?:\([A-Za-z, ]+\))?$/;

/** Where `mark` comes next; each place is looked for once, so a text of openings costs no more than another. */
class Ahead {
  private readonly known = new Map<string, number>();
  constructor(private readonly text: string) {}

  of(mark: string, from: number): number {
    const known = this.known.get(mark);
    if (known !== undefined && (known === -1 || known >= from)) return known;
    const at = this.text.indexOf(mark, from);
    this.known.set(mark, at);
    return at;
  }
}

/** The formulas of `text`, and where one begins that nothing closes. */
function read(text: string): { pieces: Piece[]; open: number } {
  const ahead = new Ahead(text);
  const pieces: Piece[] = [];
  let open = text.length;
  let at = 0;
  const take = (kind: Piece["kind"], end: number, skip: number) => {
    pieces.push({ kind, text: text.slice(at, end), tex: text.slice(at + skip, end - skip), at });
    at = end;
  };
  while (at < text.length) {
    const next = /[`~\\$]/g;
    next.lastIndex = at;
    const found = next.exec(text);
    if (!found) break;
    at = found.index;
    if (/^(?:`{3}|~{3})/.test(text.slice(at, at + 3)) && beginsLine(text, at)) {
      fence.lastIndex = at;
      at = endOfFence(text, at, fence.exec(text)![1]!);
    } else if (found[0] === "`") {
      const run = /`+/y;
      run.lastIndex = at;
      const ticks = run.exec(text)![0];
      const close = ahead.of(ticks, at + ticks.length);
      at = close === -1 ? at + ticks.length : close + ticks.length;
    } else if (found[0] === "\\") {
      const mark = text[at + 1];
      const close = mark === "(" ? ahead.of("\\)", at + 2) : mark === "[" ? ahead.of("\\]", at + 2) : -2;
      if (close === -1) open = Math.min(open, at);
      if (close > 0 && !(mark === "(" && text.slice(at, close).includes("\n\n"))) take(mark === "(" ? "inline" : "block", close + 2, 2);
      else at += 2;
    } else if (found[0] === "$" && text[at + 1] === "$") {
      const close = ahead.of("$$", at + 2);
      if (close === -1) open = Math.min(open, at);
      at = close === -1 ? at + 2 : close + 2;
    } else {
      single.lastIndex = at;
      const dollars = found[0] === "$" && !/[\w$]/.test(text[at - 1] ?? "") ? single.exec(text) : null;
      if (dollars && marks.test(dollars[1]!)) take("single", single.lastIndex, 1);
      else at += 1;
    }
  }
  return { pieces, open };
}

/** Before it there is at most the mark of a list. */
function beginsLine(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 40), at);
  const line = before.lastIndexOf("\n");
  return (line !== -1 || at <= 40) && /^\s*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*$/.test(before.slice(line + 1));
}

function endOfFence(text: string, from: number, mark: string): number {
  let at = text.indexOf("\n", from) + 1;
  while (at > 0) {
    const end = text.indexOf("\n", at);
    const line = text.slice(at, end === -1 ? undefined : end).trim();
    if (line.startsWith(mark) && line.replaceAll(mark[0]!, "") === "") return end === -1 ? text.length : end;
    if (end === -1) break;
    at = end + 1;
  }
  return text.length;
}

export function withMath(text: string): string {
  if (!/\\\(|\\\[|\$/.test(text)) return text;
  let done = "";
  let from = 0;
  for (const piece of read(text).pieces) {
    done += text.slice(from, piece.at) + (piece.kind === "block" ? asBlock(text, piece) : `$$${piece.tex.trim()}$$`);
    from = piece.at + piece.text.length;
  }
  return done + text.slice(from);
}

/** Alone on its lines it is a block; within a sentence a block would tear it apart. */
function asBlock(text: string, { tex, at, text: whole }: Piece): string {
  const before = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  const after = /^[ \t]*(?:\n|$)/.test(text.slice(at + whole.length, at + whole.length + 40));
  if (before.trim() !== "" || !after) return `$$${tex.trim().replaceAll("\n", " ")}$$`;
  return `$$\n${before}${tex.trim()}\n${before}$$`;
}

/** Of a text that is still being written: all before a formula that is not closed yet. */
export const withoutOpenMath = (text: string) => text.slice(0, read(text).open);
