import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { asProblem } from "../api/problem";
import { ProblemNote } from "../feedback/ProblemNote";
import { DifferenceList } from "./DifferenceList";
import type { Difference } from "./facts";

export function isConflict(error: unknown): boolean {
  return asProblem(error).status === 409;
}

interface Props {
  readonly error: unknown;
  /** What somebody else changed; `null` while it is being fetched. */
  readonly theirs: readonly Difference[] | null;
  readonly onTakeTheirs: () => void;
  readonly onKeepMine: () => void;
}

/** Somebody else saved first: what they changed, and the two ways on. Nothing typed is lost by either being shown. */
export function ConflictNote({ error, theirs, onTakeTheirs, onKeepMine }: Props) {
  if (!isConflict(error)) return <ProblemNote error={error} />;
  return (
    <Alert severity="warning" sx={{ "& .MuiAlert-message": { minWidth: 0, flex: 1 } }}>
      Somebody else changed this while you did. What you typed is still here.
      {theirs !== null && <DifferenceList label="What they changed" differences={theirs} />}
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 2, mt: 2 }}>
        <Button color="inherit" variant="outlined" size="small" disabled={theirs === null} onClick={onTakeTheirs}>
          Take theirs
        </Button>
        <Button color="inherit" variant="outlined" size="small" disabled={theirs === null} onClick={onKeepMine}>
          Go on with mine
        </Button>
      </Box>
    </Alert>
  );
}
