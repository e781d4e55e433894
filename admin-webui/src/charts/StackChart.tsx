import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import { unreachable } from "../api/problem";
import { ProblemNote } from "../feedback/ProblemNote";
import { useDrawing } from "./drawing";
import type { StackProps } from "./StackDrawing";

/** A drawing in a place of its height, also while its library is on the way or cannot be had. */
export function StackChart({ height, ...props }: StackProps & { readonly height: number }) {
  const { drawing: Drawing, failed, retry } = useDrawing();
  return (
    <Box sx={{ height, px: 1 }}>
      {Drawing !== null && <Drawing {...props} />}
      {Drawing === null && failed && (
        <Box sx={{ p: 3 }}>
          <ProblemNote error={unreachable()} onRetry={retry} />
        </Box>
      )}
      {Drawing === null && !failed && <Skeleton height={height - 24} sx={{ mx: 3, mt: 2 }} />}
    </Box>
  );
}
