import type { Found, SearchHit } from "../api/types";

/** A line of the results that can be opened: a chat, or a message of it. */
export type Row = { key: string; found: Found; hit: SearchHit | null };
export type RowGroup = { found: Found; rows: Row[] };

/** By chat, its title first. */
export function groupsOf(found: Found[]): RowGroup[] {
  return found.map((each) => ({
    found: each,
    rows: [
      { key: each.conversation_id, found: each, hit: null },
      ...each.hits.map((hit) => ({ key: hit.message_id, found: each, hit })),
    ],
  }));
}

export const addressOf = ({ found, hit }: Row) => `/c/${found.conversation_id}${hit ? `?m=${encodeURIComponent(hit.message_id)}` : ""}`;

/** The line to begin at: the first message of the best chat, or the chat where its title is what was found. */
export function firstRow(rows: Row[]): number {
  const named = rows[0]?.found.title.some((piece) => piece.marked) ?? true;
  return named || rows.length < 2 ? 0 : 1;
}
