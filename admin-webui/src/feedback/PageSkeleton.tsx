import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";

export function PageSkeleton({ label }: { readonly label: string }) {
  return (
    <Box role="status" aria-label={label} sx={{ p: { xs: 4, md: 0 }, maxWidth: 1440, mx: "auto" }}>
      <Skeleton width={180} height={32} sx={{ mb: 6 }} />
      <Skeleton height={112} sx={{ mb: 4 }} />
      <Skeleton height={320} />
    </Box>
  );
}
