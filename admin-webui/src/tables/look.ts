/** The screens from which on a column is shown, in pixels. */
const widths = { desk: 1100, wide: 1440 } as const;

/** How a column looks. */
export interface Look {
  readonly numeric?: boolean;
  /** Where the column goes on a phone: the head of the card, a field of it, its actions, or nowhere. */
  readonly card?: "title" | "field" | "action" | "none";
  /** Its name on the card, when it is another than that of the column. */
  readonly label?: string;
  /** Its text is never broken. */
  readonly whole?: boolean;
  /** The widest that the column gets, in pixels: what is longer is cut. */
  readonly cut?: number;
  readonly from?: keyof typeof widths;
}

const firstColumn = { position: "sticky", left: 0, bgcolor: "background.paper" } as const;

/** The first column and the head stay when the table is scrolled; the outer cells keep the panel's margin. */
export function styleOf(look: Look | undefined, place: number, places: number, part: "head" | "body") {
  return {
    ...(look?.numeric || look?.whole ? { whiteSpace: "nowrap" } : {}),
    ...(look?.cut === undefined
      ? {}
      : { maxWidth: look.cut, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }),
    ...(look?.from === undefined
      ? {}
      : { display: "none", [`@media (min-width: ${widths[look.from]}px)`]: { display: "table-cell" } }),
    ...(place === 0 ? { ...firstColumn, zIndex: part === "head" ? 3 : 1, pl: 4 } : {}),
    ...(place === places - 1 ? { pr: 4 } : {}),
  } as const;
}
