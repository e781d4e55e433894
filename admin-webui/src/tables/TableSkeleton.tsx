import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";

const widths = ["62%", "48%", "70%", "55%", "64%", "50%", "68%", "58%"];

export function TableSkeleton({ rows = 8 }: { readonly rows?: number }) {
  return (
    <Box role="status" aria-label="Loading the list" sx={{ p: 4, display: "flex", flexDirection: "column", gap: 4 }}>
      {widths.slice(0, rows).map((width) => (
        <Skeleton key={width} height={18} width={width} />
      ))}
    </Box>
  );
}
