import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import TextField from "@mui/material/TextField";
import { type ReactNode, useState } from "react";
import { ProblemNote } from "./ProblemNote";

interface Props {
  readonly title: string;
  readonly children: ReactNode;
  readonly verb: string;
  readonly dangerous: boolean;
  readonly busy: boolean;
  readonly error: unknown;
  /** What has to be typed first: the name of what cannot be brought back. */
  readonly typed?: string;
  /** False while what else is asked for is not there yet. */
  readonly complete?: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/**
 * A disruptive act names its object and its effect. The focus is where Enter does no harm: at Cancel, or at the field
 * for the name.
 */
export function Confirm({
  title,
  children,
  verb,
  dangerous,
  busy,
  error,
  typed,
  complete = true,
  onConfirm,
  onCancel,
}: Props) {
  const [text, setText] = useState("");
  const ready = complete && (typed === undefined || text.trim() === typed.trim());
  return (
    <Dialog open onClose={onCancel} aria-labelledby="confirm-title" maxWidth="xs" fullWidth>
      <DialogTitle id="confirm-title" sx={{ overflowWrap: "anywhere" }}>
        {title}
      </DialogTitle>
      <DialogContent sx={{ display: "flex", flexDirection: "column", gap: 3, color: "text.secondary" }}>
        {children}
        {typed !== undefined && (
          <TextField
            label={`Type ${typed} to go on`}
            value={text}
            autoFocus
            autoComplete="off"
            sx={{ mt: 2 }}
            onChange={(event) => setText(event.target.value)}
          />
        )}
        {error !== null && <ProblemNote error={error} />}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" variant="outlined" autoFocus={typed === undefined} onClick={onCancel}>
          Cancel
        </Button>
        <Button
          color={dangerous ? "error" : "primary"}
          variant="contained"
          disabled={!ready}
          loading={busy}
          onClick={onConfirm}
        >
          {verb}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
