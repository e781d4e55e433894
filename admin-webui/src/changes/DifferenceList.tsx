import Box from "@mui/material/Box";
import type { Difference } from "./facts";

interface Props {
  readonly label: string;
  readonly differences: readonly Difference[];
}

/** Each field that is another, as it was and as it will be. */
export function DifferenceList({ label, differences }: Props) {
  return (
    <Box component="ul" aria-label={label} sx={{ listStyle: "none", m: 0, p: 0, fontSize: "0.8125rem" }}>
      {differences.map(({ name, before, after }) => (
        <Box component="li" key={name} sx={{ py: 1, overflowWrap: "anywhere" }}>
          <Box component="span" sx={{ color: "text.secondary" }}>
            {name}:{" "}
          </Box>
          <Box component="del" sx={{ color: "text.secondary" }}>
            {before}
          </Box>
          <Box component="span" aria-hidden="true">
            {" → "}
          </Box>
          <Box component="ins" sx={{ textDecoration: "none", fontWeight: 600 }}>
            {after}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
