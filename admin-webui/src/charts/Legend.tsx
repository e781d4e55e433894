import Box from "@mui/material/Box";

/** The names of a few series beside their colours. */
export function Legend({
  names,
  colours,
}: {
  readonly names: readonly string[];
  readonly colours: ReadonlyMap<string, string>;
}) {
  return (
    <Box
      component="ul"
      aria-label="Series"
      sx={{
        listStyle: "none",
        display: "flex",
        flexWrap: "wrap",
        columnGap: 4,
        rowGap: 1,
        m: 0,
        px: 4,
        pb: 1,
        fontSize: "0.75rem",
        color: "text.secondary",
      }}
    >
      {names.map((name) => (
        <Box component="li" key={name} sx={{ display: "flex", alignItems: "center", gap: 1.5 }}>
          <Box
            component="span"
            aria-hidden="true"
            sx={{ width: 10, height: 10, borderRadius: "2px", bgcolor: colours.get(name), flexShrink: 0 }}
          />
          {name}
        </Box>
      ))}
    </Box>
  );
}
