import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Skeleton from "@mui/material/Skeleton";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import Tooltip from "@mui/material/Tooltip";
import { ChartColumn, Download, Table2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { ProblemNote } from "../feedback/ProblemNote";
import { csv, download } from "../format/csv";
import { Panel } from "../tables/Panel";
import type { Figures } from "./figures";

interface Props {
  readonly title: string;
  readonly subtitle: string;
  readonly file: string;
  readonly figures: Figures | null;
  readonly empty: ReactNode | null;
  readonly error: unknown;
  readonly busy?: boolean;
  readonly height?: number;
  readonly actions?: ReactNode;
  readonly onRetry: () => void;
  readonly children: ReactNode;
}

/** A question with its drawing; the same figures are a table and a file one click away. */
export function ChartPanel({
  title,
  subtitle,
  file,
  figures,
  empty,
  error,
  busy,
  height = 220,
  actions,
  onRetry,
  children,
}: Props) {
  const [asTable, setAsTable] = useState(false);
  const view = asTable ? `View ${title} as a chart` : `View ${title} as a table`;
  const skeleton = <Skeleton height={height - 24} sx={{ m: 3 }} />;
  const content = (): ReactNode => {
    if (error !== null && figures === null) {
      return (
        <Box sx={{ p: 4 }}>
          <ProblemNote error={error} onRetry={onRetry} />
        </Box>
      );
    }
    if (figures === null) return skeleton;
    if (empty !== null) return empty;
    if (!asTable) return children;
    return (
      <Box role="region" aria-label={`${title}, table`} tabIndex={0} sx={{ height, overflow: "auto" }}>
        <Table stickyHeader aria-label={title}>
          <TableHead>
            <TableRow>
              {figures.header.map((name, place) => (
                <TableCell key={name} align={place === 0 ? "left" : "right"}>
                  {name}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {figures.shown.map((row) => (
              <TableRow key={row[0]}>
                {row.map((text, place) => (
                  <TableCell key={figures.header[place]} className="number" align={place === 0 ? "left" : "right"}>
                    {text}
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Box>
    );
  };

  return (
    <Panel
      title={title}
      subtitle={subtitle}
      busy={busy ?? false}
      actions={
        <Box sx={{ display: "flex", alignItems: "center", flexWrap: "wrap", gap: 1 }}>
          {actions}
          <Tooltip title={view}>
            <IconButton
              aria-label={view}
              aria-pressed={asTable}
              disabled={figures === null}
              onClick={() => setAsTable(!asTable)}
            >
              {asTable ? <ChartColumn size={17} aria-hidden="true" /> : <Table2 size={17} aria-hidden="true" />}
            </IconButton>
          </Tooltip>
          <Tooltip title="Download CSV">
            <IconButton
              aria-label={`Download ${title} as CSV`}
              disabled={figures === null}
              onClick={() => figures && download(`${file}.csv`, csv(figures.header, figures.exact))}
            >
              <Download size={17} aria-hidden="true" />
            </IconButton>
          </Tooltip>
        </Box>
      }
    >
      <Box sx={{ minHeight: height, opacity: busy ? 0.6 : 1, pb: 2 }}>{content()}</Box>
    </Panel>
  );
}
