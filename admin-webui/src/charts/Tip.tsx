import Box from "@mui/material/Box";

export interface TipLine {
  readonly name: string;
  readonly colour: string;
  readonly text: string;
}

interface Props {
  readonly heading: string;
  readonly lines: readonly TipLine[];
  readonly total?: string;
}

export function Tip({ heading, lines, total }: Props) {
  return (
    <Box
      sx={{
        bgcolor: "background.paper",
        color: "text.primary",
        border: 1,
        borderColor: "outline.strong",
        borderRadius: "6px",
        px: 3,
        py: 2,
        fontSize: "0.75rem",
        boxShadow: "var(--mui-palette-depth-menu)",
      }}
    >
      <Box sx={{ fontWeight: 600, mb: 1 }}>{heading}</Box>
      {lines.map(({ name, colour, text }) => (
        <Box key={name} sx={{ display: "flex", alignItems: "center", gap: 2 }}>
          <Box sx={{ width: 8, height: 8, borderRadius: "2px", bgcolor: colour }} />
          <Box sx={{ flex: 1, pr: 3 }}>{name}</Box>
          <Box className="number">{text}</Box>
        </Box>
      ))}
      {total !== undefined && (
        <Box sx={{ display: "flex", borderTop: 1, borderColor: "divider", mt: 1, pt: 1 }}>
          <Box sx={{ flex: 1, pr: 3 }}>Total</Box>
          <Box className="number">{total}</Box>
        </Box>
      )}
    </Box>
  );
}
