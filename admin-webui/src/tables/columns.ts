import type { RowData } from "@tanstack/react-table";
import type { Column } from "./DataTable";

/** Columns that may be hidden: all with a name but the first. */
export function choicesOf<Row extends RowData>(columns: readonly Column<Row>[]) {
  return columns
    .slice(1)
    .filter(({ header }) => typeof header === "string")
    .map(({ id, header }) => ({ id: id ?? "", label: String(header) }));
}

export function shownOf<Row extends RowData>(
  columns: readonly Column<Row>[],
  hidden: readonly string[],
): Column<Row>[] {
  return columns.filter(({ id }, place) => place === 0 || !hidden.includes(id ?? ""));
}
