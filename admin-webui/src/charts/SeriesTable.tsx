import Box from "@mui/material/Box";
import { percent } from "../format/numbers";
import type { Share } from "./series";

interface Props {
  readonly label: string;
  readonly shares: readonly Share[];
  readonly colours: ReadonlyMap<string, string>;
  readonly told: (value: bigint) => string;
}

/** A legend that is read without looking back at the drawing: each series with its sum and its part of the whole. */
export function SeriesTable({ label, shares, colours, told }: Props) {
  const whole = shares.reduce((sum, { value }) => sum + value, 0n);
  return (
    <Box
      component="ul"
      aria-label={label}
      sx={{ listStyle: "none", m: 0, p: 0, display: "flex", flexDirection: "column", fontSize: "0.8125rem" }}
    >
      {shares.map(({ name, value }) => (
        <Box
          component="li"
          key={name}
          sx={{
            display: "grid",
            gridTemplateColumns: "10px minmax(0, 1fr) auto 48px",
            alignItems: "center",
            columnGap: 2,
            minHeight: 30,
            borderTop: 1,
            borderColor: "divider",
            "&:first-of-type": { borderTop: 0 },
          }}
        >
          <Box
            component="span"
            aria-hidden="true"
            sx={{ width: 10, height: 10, borderRadius: "2px", bgcolor: colours.get(name) }}
          />
          <Box
            component="span"
            title={name}
            sx={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}
          >
            {name}
          </Box>
          <Box component="span" className="number" sx={{ fontWeight: 500 }}>
            {told(value)}
          </Box>
          <Box component="span" className="number" sx={{ color: "text.secondary", textAlign: "right" }}>
            {percent(Number((value * 10_000n) / whole), 10_000)}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
