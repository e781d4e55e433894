export type Mention = { from: number; query: string };

/** The `@` that is being written before the caret, at the start or after a space, if there is one. */
export function mentionIn(text: string, caret: number): Mention | null {
  const found = /(?:^|\s)@([^\s@]{0,40})$/.exec(text.slice(0, caret));
  return found ? { from: caret - found[1]!.length - 1, query: found[1]! } : null;
}
