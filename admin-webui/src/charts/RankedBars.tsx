import Box from "@mui/material/Box";
import type { Share } from "./series";

interface Props {
  readonly shares: readonly Share[];
  readonly colours: ReadonlyMap<string, string>;
  readonly told: (value: bigint) => string;
}

/** Sorted bars with their labels beside them: readable without a legend and without colour. */
export function RankedBars({ shares, colours, told }: Props) {
  const largest = shares.reduce((most, { value }) => (value > most ? value : most), 1n);
  return (
    <Box
      component="ol"
      aria-label="By model"
      sx={{ listStyle: "none", m: 0, px: 4, py: 2, display: "flex", flexDirection: "column", gap: 3 }}
    >
      {shares.map(({ name, value }) => (
        <Box component="li" key={name}>
          <Box sx={{ display: "flex", gap: 3, fontSize: "0.8125rem", mb: 1 }}>
            <Box sx={{ flex: 1, minWidth: 0, overflowWrap: "anywhere" }}>{name}</Box>
            <Box className="number">{told(value)}</Box>
          </Box>
          <Box aria-hidden="true" sx={{ height: 8, borderRadius: "4px", bgcolor: "surface.two", overflow: "hidden" }}>
            <Box
              sx={{
                height: "100%",
                minWidth: 2,
                bgcolor: colours.get(name),
                width: `${Number((value * 1000n) / largest) / 10}%`,
              }}
            />
          </Box>
        </Box>
      ))}
    </Box>
  );
}
