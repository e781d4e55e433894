import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { useAddress } from "../app/address";

/** Cursor paging with the cursor in the address; going back walks the cursors already seen. */
export function useCursor() {
  const [search, change] = useAddress();
  const [seen, setSeen] = useState<readonly (string | null)[]>([]);
  const cursor = search.get("cursor");
  const go = (to: string | null): void => change({ cursor: to });
  return {
    cursor,
    forward: (to: string): void => {
      setSeen([...seen, cursor]);
      go(to);
    },
    back: (): void => {
      setSeen(seen.slice(0, -1));
      go(seen.at(-1) ?? null);
    },
  };
}

interface Props {
  readonly shown: string;
  readonly cursor: string | null;
  readonly next: string | null;
  readonly onForward: (to: string) => void;
  readonly onBack: () => void;
}

export function Pager({ shown, cursor, next, onForward, onBack }: Props) {
  return (
    <Box
      sx={{
        display: "flex",
        alignItems: "center",
        gap: 2,
        px: 4,
        py: 2,
        borderTop: 1,
        borderColor: "divider",
        fontSize: "0.8125rem",
        color: "text.secondary",
      }}
    >
      <Box role="status" sx={{ flex: 1 }}>
        {shown}
      </Box>
      {(cursor !== null || next !== null) && (
        <>
          <Button
            color="inherit"
            variant="outlined"
            size="small"
            disabled={cursor === null}
            startIcon={<ChevronLeft size={16} aria-hidden="true" />}
            onClick={onBack}
          >
            Previous
          </Button>
          <Button
            color="inherit"
            variant="outlined"
            size="small"
            disabled={next === null}
            endIcon={<ChevronRight size={16} aria-hidden="true" />}
            onClick={() => next !== null && onForward(next)}
          >
            Next
          </Button>
        </>
      )}
    </Box>
  );
}
