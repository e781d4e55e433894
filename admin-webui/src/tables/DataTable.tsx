import Box from "@mui/material/Box";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import TableSortLabel from "@mui/material/TableSortLabel";
import useMediaQuery from "@mui/material/useMediaQuery";
import {
  type ColumnDef,
  createSortedRowModel,
  type RowData,
  rowSortingFeature,
  sortFn_basic,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import type { MouseEvent, ReactNode } from "react";
import { Cards } from "./Cards";
import { type Look, styleOf } from "./look";
import type { Sorting } from "./sorting";

export const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  columnMeta: {} as Look,
});
export type Column<Row extends RowData> = ColumnDef<typeof features, Row>;

/** A column of numbers: aligned to the right, and sorted by their value. */
export function figure<Row extends RowData, Value extends number | bigint>(
  id: string,
  header: string,
  sizeOf: (row: Row) => Value,
  told: (value: Value) => string,
  look: Look = {},
): Column<Row> {
  return {
    id,
    header,
    accessorFn: sizeOf,
    sortFn: sortFn_basic,
    sortDescFirst: true,
    cell: ({ row }) => told(sizeOf(row.original)),
    meta: { numeric: true, ...look },
  };
}

interface Props<Row extends RowData> {
  readonly label: string;
  readonly columns: Column<Row>[];
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  /** A last row with the sums; it is never sorted. */
  readonly total?: Row;
  readonly dimmed?: boolean;
  readonly fresh?: ReadonlySet<string>;
  readonly sorting?: Sorting;
  readonly maxHeight?: number;
  /** A click on a row; its first cell holds a link that does the same. */
  readonly onOpen?: (row: Row) => void;
  /** A row on a phone, instead of the names and values of its columns. */
  readonly card?: (row: Row) => ReactNode;
}

/** A click on a link or a button within a row is meant for that. */
function isForRow(event: MouseEvent): boolean {
  return event.target instanceof Element && event.target.closest("a, button, input") === null;
}

export function DataTable<Row extends RowData>(props: Props<Row>) {
  const { label, columns, rows, idOf, total, dimmed, fresh, sorting, maxHeight, onOpen, card } = props;
  const phone = useMediaQuery("(max-width:767.95px)", { noSsr: true });
  const all = total === undefined ? rows : [...rows, total];
  const sorted = sorting === undefined ? [] : [sorting.sort];
  const table = useTable({
    features,
    columns,
    data: all as Row[],
    getRowId: idOf,
    enableSorting: sorting !== undefined,
    state: { sorting: sorted },
  });
  const model = table.getRowModel().rows;
  const ordered =
    total === undefined
      ? model
      : [...model.filter((row) => row.original !== total), ...model.filter((row) => row.original === total)];

  return (
    <Box
      role="region"
      aria-label={label}
      tabIndex={0}
      sx={{
        overflow: "auto",
        maxHeight: maxHeight ?? "none",
        opacity: dimmed ? 0.6 : 1,
        "&:focus-visible": { outlineOffset: -2 },
      }}
    >
      {phone ? (
        <Cards table={table} rows={ordered} fresh={fresh} card={card} />
      ) : (
        <Table stickyHeader aria-label={label}>
          <TableHead>
            {table.getHeaderGroups().map((group) => (
              <TableRow key={group.id}>
                {group.headers.map((header, place) => {
                  const { meta, sortDescFirst } = header.column.columnDef;
                  const isSorted = sorting?.sort.id === header.column.id;
                  const desc = sorting?.sort.desc ?? false;
                  return (
                    <TableCell
                      key={header.id}
                      align={meta?.numeric ? "right" : "left"}
                      sortDirection={isSorted ? (desc ? "desc" : "asc") : false}
                      sx={styleOf(meta, place, group.headers.length, "head")}
                    >
                      {sorting !== undefined && header.column.getCanSort() ? (
                        <TableSortLabel
                          active={isSorted}
                          direction={isSorted ? (desc ? "desc" : "asc") : sortDescFirst ? "desc" : "asc"}
                          onClick={() =>
                            sorting.choose({ id: header.column.id, desc: isSorted ? !desc : (sortDescFirst ?? false) })
                          }
                        >
                          <table.FlexRender header={header} />
                        </TableSortLabel>
                      ) : (
                        <table.FlexRender header={header} />
                      )}
                    </TableCell>
                  );
                })}
              </TableRow>
            ))}
          </TableHead>
          <TableBody>
            {ordered.map((row) => {
              const isTotal = row.original === total;
              const cells = row.getAllCells();
              return (
                <TableRow
                  key={row.id}
                  data-row={row.id}
                  {...(onOpen === undefined
                    ? {}
                    : { onClick: (event: MouseEvent) => isForRow(event) && onOpen(row.original) })}
                  sx={{
                    "&:hover > *": { bgcolor: "surface.one" },
                    "&:last-child > *": { borderBottom: 0 },
                    ...(onOpen === undefined ? {} : { cursor: "pointer" }),
                    ...(isTotal ? { "& > *": { fontWeight: 600, borderTop: 1, borderColor: "divider" } } : {}),
                    ...(fresh?.has(row.id) ? { "& > *": { animation: "tint 1s ease-out 1" } } : {}),
                  }}
                >
                  {cells.map((cell, place) => {
                    const { meta } = cell.column.columnDef;
                    return (
                      <TableCell
                        key={cell.id}
                        {...(place === 0 ? { component: "th", scope: "row" } : {})}
                        className={meta?.numeric ? "number" : ""}
                        align={meta?.numeric ? "right" : "left"}
                        sx={{ fontWeight: isTotal ? 600 : 400, ...styleOf(meta, place, cells.length, "body") }}
                      >
                        <table.FlexRender cell={cell} />
                      </TableCell>
                    );
                  })}
                </TableRow>
              );
            })}
          </TableBody>
        </Table>
      )}
    </Box>
  );
}
