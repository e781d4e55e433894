import { Check, Copy } from "lucide-react";
import type { AlignType, Table } from "mdast";
import { t } from "../languages/speaking";
import { IconButton } from "../ui/button";
import { useCopy } from "../ui/copy";
import { csvOf } from "./csv";
import { Nodes } from "./nodes";

const alignment = (align: AlignType | undefined) => (align ? { textAlign: align } : undefined);

/** Scrolls inside itself, keeps its head in sight, and can be taken along into a spreadsheet. */
export function DataTable({ table, open }: { table: Table; open: boolean }) {
  const { copied, copy } = useCopy();
  const [head, ...rows] = table.children;
  const align = table.align ?? [];
  return (
    <div className="table-box group">
      <div className="table-scroll" tabIndex={0} role="group" aria-label={t("Table")}>
        <table>
          <thead>
            <tr>
              {head?.children.map((cell, index) => (
                <th key={index} scope="col" style={alignment(align[index])}><Nodes nodes={cell.children} open={open} /></th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={at}>
                {row.children.map((cell, index) => (
                  <td key={index} style={alignment(align[index])}><Nodes nodes={cell.children} open={open} /></td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <IconButton label={copied ? t("Copied") : t("Copy the table as CSV")} onClick={() => copy(csvOf(table))} className="show-on-hover absolute end-1 top-px border border-border bg-raised pointer-coarse:static pointer-coarse:ms-auto pointer-coarse:flex pointer-coarse:border-0 pointer-coarse:bg-transparent">
        {copied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
      </IconButton>
    </div>
  );
}
