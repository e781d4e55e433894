export type Mention = { from: number; query: string };

/** The `@` that is being written before the caret, at the start or after a space, if there is one. */
export function mentionIn(text: string, caret: number): Mention | null {
  const found = /(?:^|\s)@([^\s@]{0,40})$/.exec(text.slice(0, caret));
  return found ? { from: caret - found[1]!.length - 1, query: found[1]! } : null;
}

/** The `/` that begins a line and is being written before the caret. */
export function commandIn(text: string, caret: number): Mention | null {
  const found = /(?:^|\n)\/([^\s/]{0,40})$/.exec(text.slice(0, caret));
  return found ? { from: caret - found[1]!.length - 1, query: found[1]! } : null;
}

/** Those whose words begin with what was typed first, then those that have it anywhere. */
export function ranked<Row>(rows: readonly Row[], query: string, wordsOf: (row: Row) => string): Row[] {
  const wanted = query.toLowerCase();
  const begins = (row: Row) => wordsOf(row).toLowerCase().split(/[\s/-]+/).some((word) => word.startsWith(wanted));
  const found = rows.filter((row) => wordsOf(row).toLowerCase().includes(wanted));
  return [...found.filter(begins), ...found.filter((row) => !begins(row))];
}
