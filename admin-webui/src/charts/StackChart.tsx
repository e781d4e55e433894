import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import { lazy, Suspense } from "react";
import type { StackProps } from "./StackDrawing";

const StackDrawing = lazy(() => import("./StackDrawing"));

/** The drawing's library comes when the first chart is shown, into a place of the same height. */
export function StackChart({ height, ...props }: StackProps & { readonly height: number }) {
  return (
    <Box sx={{ height, px: 1 }}>
      <Suspense fallback={<Skeleton height={height - 24} sx={{ mx: 3, mt: 2 }} />}>
        <StackDrawing {...props} />
      </Suspense>
    </Box>
  );
}
