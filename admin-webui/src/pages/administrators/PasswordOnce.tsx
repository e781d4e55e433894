import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import Typography from "@mui/material/Typography";
import { CopyBlock } from "../../feedback/CopyBlock";

interface Props {
  readonly email: string;
  readonly password: string;
  readonly onClose: () => void;
}

/** A password that was made up, for the only time. A click beside the dialog does not close it. */
export function PasswordOnce({ email, password, onClose }: Props) {
  return (
    <Dialog open maxWidth="sm" fullWidth aria-labelledby="password-title">
      <DialogTitle id="password-title" sx={{ overflowWrap: "anywhere" }}>
        {`${email} may sign in`}
      </DialogTitle>
      <DialogContent sx={{ display: "flex", flexDirection: "column", gap: 4 }}>
        <Alert severity="warning">
          Copy the password now and hand it over safely: it is shown this once, and only its digest is kept.
        </Alert>
        <CopyBlock label="Password" text={password} testId="password" />
        <Typography sx={{ color: "text.secondary" }}>They change it in their menu, at the top right.</Typography>
      </DialogContent>
      <DialogActions>
        <Button variant="contained" onClick={onClose}>
          I have copied it
        </Button>
      </DialogActions>
    </Dialog>
  );
}
