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
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import type { ReactNode } from "react";
import { Cards } from "./Cards";

export interface Look {
  readonly numeric?: boolean;
  /** Where the column goes on a phone: the head of the card, a field of it, its actions, or nowhere. */
  readonly card?: "title" | "field" | "action" | "none";
  readonly label?: string;
}

export const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  columnMeta: {} as Look,
});
export type Column<Row extends RowData> = ColumnDef<typeof features, Row>;

interface Props<Row extends RowData> {
  readonly label: string;
  readonly columns: Column<Row>[];
  readonly rows: Row[];
  readonly idOf: (row: Row) => string;
  readonly dimmed?: boolean;
  readonly fresh?: ReadonlySet<string>;
  readonly sortable?: boolean;
  readonly footer?: ReactNode;
  readonly maxHeight?: number;
  readonly onScroll?: (top: number) => void;
}

const sticky = { position: "sticky", left: 0, bgcolor: "background.paper", zIndex: 1 } as const;

export function DataTable<Row extends RowData>({
  label,
  columns,
  rows,
  idOf,
  dimmed,
  fresh,
  sortable,
  footer,
  maxHeight,
  onScroll,
}: Props<Row>) {
  const phone = useMediaQuery("(max-width:767.95px)", { noSsr: true });
  const table = useTable({ features, columns, data: rows, getRowId: idOf, enableSorting: sortable ?? false });
  const tint = (id: string) => (fresh?.has(id) ? { "& > *": { animation: "tint 1s ease-out 1" } } : {});
  const model = table.getRowModel().rows;

  return (
    <Box
      role="region"
      aria-label={label}
      tabIndex={0}
      onScroll={(event) => onScroll?.(event.currentTarget.scrollTop)}
      sx={{
        overflow: "auto",
        maxHeight: maxHeight ?? "none",
        opacity: dimmed ? 0.6 : 1,
        "&:focus-visible": { outlineOffset: -2 },
      }}
    >
      {phone ? (
        <Cards table={table} fresh={fresh} />
      ) : (
        <Table stickyHeader aria-label={label}>
          <TableHead>
            {table.getHeaderGroups().map((group) => (
              <TableRow key={group.id}>
                {group.headers.map((header, place) => {
                  const sorted = header.column.getIsSorted();
                  const numeric = header.column.columnDef.meta?.numeric;
                  return (
                    <TableCell
                      key={header.id}
                      align={numeric ? "right" : "left"}
                      sortDirection={sorted}
                      sx={place === 0 ? { ...sticky, zIndex: 3 } : {}}
                    >
                      {header.column.getCanSort() ? (
                        <TableSortLabel
                          active={sorted !== false}
                          direction={sorted === false ? "asc" : sorted}
                          onClick={header.column.getToggleSortingHandler()}
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
            {model.map((row) => (
              <TableRow
                key={row.id}
                data-row={row.id}
                sx={{ "&:hover > *": { bgcolor: "surface.one" }, ...tint(row.id) }}
              >
                {row.getAllCells().map((cell, place) => {
                  const numeric = cell.column.columnDef.meta?.numeric;
                  return (
                    <TableCell
                      key={cell.id}
                      {...(place === 0 ? { component: "th", scope: "row" } : {})}
                      className={numeric ? "number" : ""}
                      align={numeric ? "right" : "left"}
                      sx={{
                        fontWeight: 400,
                        ...(place === 0 ? sticky : {}),
                        ...(numeric ? { whiteSpace: "nowrap" } : {}),
                      }}
                    >
                      <table.FlexRender cell={cell} />
                    </TableCell>
                  );
                })}
              </TableRow>
            ))}
            {footer}
          </TableBody>
        </Table>
      )}
    </Box>
  );
}
