import Box from "@mui/material/Box";
import type { ReactTable, RowData, Row as TableRow } from "@tanstack/react-table";
import type { ReactNode } from "react";
import type { features } from "./DataTable";

interface Props<Row extends RowData> {
  readonly table: ReactTable<typeof features, Row>;
  readonly rows: readonly TableRow<typeof features, Row>[];
  readonly fresh: ReadonlySet<string> | undefined;
  /** A card of its own making, instead of the columns' names and values. */
  readonly card: ((row: Row) => ReactNode) | undefined;
}

/** The same rows on a phone: one card each, with its name first, its key fields below and its actions last. */
export function Cards<Row extends RowData>({ table, rows, fresh, card }: Props<Row>) {
  return (
    <Box component="ul" sx={{ listStyle: "none", m: 0, p: 0 }}>
      {rows.map((row) => {
        const cells = card === undefined ? row.getAllCells() : [];
        const place = (wanted: string) =>
          cells.filter((cell) => (cell.column.columnDef.meta?.card ?? "field") === wanted);
        return (
          <Box
            component="li"
            key={row.id}
            data-row={row.id}
            sx={{
              px: 4,
              py: 3,
              borderBottom: 1,
              borderColor: "divider",
              "&:last-child": { borderBottom: 0 },
              ...(fresh?.has(row.id) ? { animation: "tint 1s ease-out 1" } : {}),
            }}
          >
            {card?.(row.original)}
            <Box
              sx={{
                display: "flex",
                "&:empty": { display: "none" },
                justifyContent: "space-between",
                alignItems: "flex-start",
                gap: 2,
                fontWeight: 500,
                overflowWrap: "anywhere",
              }}
            >
              {place("title").map((cell) => (
                <Box key={cell.id} sx={{ minWidth: 0 }}>
                  <table.FlexRender cell={cell} />
                </Box>
              ))}
            </Box>
            <Box
              component="dl"
              sx={{
                display: "grid",
                gridTemplateColumns: "auto minmax(0, 1fr)",
                columnGap: 4,
                rowGap: 1,
                "&:empty": { display: "none" },
                m: 0,
                mt: 2,
                fontSize: "0.8125rem",
              }}
            >
              {place("field").map((cell) => {
                const { header, meta } = cell.column.columnDef;
                return (
                  <Box key={cell.id} sx={{ display: "contents" }}>
                    <Box component="dt" sx={{ color: "text.secondary" }}>
                      {meta?.label ?? (typeof header === "string" ? header : cell.column.id)}
                    </Box>
                    <Box component="dd" className="number" sx={{ m: 0, textAlign: "right", overflowWrap: "anywhere" }}>
                      <table.FlexRender cell={cell} />
                    </Box>
                  </Box>
                );
              })}
            </Box>
            {place("action").map((cell) => (
              <Box key={cell.id} sx={{ mt: 2, "&:empty": { display: "none" } }}>
                <table.FlexRender cell={cell} />
              </Box>
            ))}
          </Box>
        );
      })}
    </Box>
  );
}
