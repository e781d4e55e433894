import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import type { ReactNode } from "react";
import { ProblemNote } from "./ProblemNote";

interface Props {
  readonly title: string;
  readonly children: ReactNode;
  readonly verb: string;
  readonly dangerous: boolean;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** A disruptive act names its object and its effect; Cancel has the focus, so that Enter does no harm. */
export function Confirm({ title, children, verb, dangerous, busy, error, onConfirm, onCancel }: Props) {
  return (
    <Dialog open onClose={onCancel} aria-labelledby="confirm-title" maxWidth="xs" fullWidth>
      <DialogTitle id="confirm-title" sx={{ overflowWrap: "anywhere" }}>
        {title}
      </DialogTitle>
      <DialogContent sx={{ display: "flex", flexDirection: "column", gap: 3, color: "text.secondary" }}>
        {children}
        {error !== null && <ProblemNote error={error} />}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" variant="outlined" autoFocus onClick={onCancel}>
          Cancel
        </Button>
        <Button color={dangerous ? "error" : "primary"} variant="contained" loading={busy} onClick={onConfirm}>
          {verb}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
