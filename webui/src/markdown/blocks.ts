/**
 * Splits growing Markdown into top-level blocks. A closed block never changes again, so it is parsed once; only the
 * last block is parsed anew as text arrives. `start` is its identity.
 */
export type Block = { start: number; text: string };

const fenceLine = /^(\s*(?:[-*+]\s+|\d{1,9}[.)]\s+)*)(`{3,}|~{3,})(.*)$/;
const listLine = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)/;

/** What closes a formula that begins on this line and goes on below it. */
function opensMath(line: string): string | null {
  const start = line.trim();
  if (start.startsWith("\\[")) return start.includes("\\]") ? null : "\\]";
  return /^\$\$(?!.*\$\$)/.test(start) ? "$$" : null;
}

export class BlockSplitter {
  private text = "";
  private closed: Block[] = [];
  private openStart = 0;
  private lineStart = 0;
  private fence: string | null = null;
  private math: string | null = null;
  private inList = false;
  private sawBlank = false;

  /** The blocks of `text`; cheap when `text` continues what was given before. */
  blocks(text: string): Block[] {
    if (!text.startsWith(this.text)) this.reset();
    this.text = text;
    for (let end = text.indexOf("\n", this.lineStart); end !== -1; end = text.indexOf("\n", this.lineStart)) {
      this.line(text.slice(this.lineStart, end));
      this.lineStart = end + 1;
    }
    const open = text.slice(this.openStart);
    return open.trim() === "" ? this.closed : [...this.closed, { start: this.openStart, text: open }];
  }

  private line(line: string): void {
    if (this.fence) {
      const close = line.trim();
      if (close.startsWith(this.fence) && close.replaceAll(this.fence[0]!, "") === "") this.fence = null;
      return;
    }
    if (this.math) {
      if (line.includes(this.math)) this.math = null;
      return;
    }
    if (line.trim() === "") {
      if (this.lineStart === this.openStart) return;
      this.sawBlank = true;
      if (!this.inList) this.close(this.lineStart);
      return;
    }
    if (this.sawBlank && this.inList && !listLine.test(line) && !/^\s{2,}/.test(line)) this.close(this.lineStart);
    if (this.text.slice(this.openStart, this.lineStart).trim() === "") this.inList = listLine.test(line);
    this.sawBlank = false;
    const fence = fenceLine.exec(line);
    if (fence && !(fence[2]!.startsWith("`") && fence[3]!.includes("`"))) this.fence = fence[2]!;
    else this.math = opensMath(line);
  }

  private close(end: number): void {
    this.closed = [...this.closed, { start: this.openStart, text: this.text.slice(this.openStart, end) }];
    this.openStart = end;
    this.inList = false;
    this.sawBlank = false;
  }

  private reset(): void {
    this.closed = [];
    this.openStart = 0;
    this.lineStart = 0;
    this.fence = null;
    this.math = null;
    this.inList = false;
    this.sawBlank = false;
  }
}
