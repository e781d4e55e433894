import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import { SecondFactor } from "./SecondFactor";

export function SecondFactorDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog open maxWidth="xs" fullWidth aria-labelledby="second-factor-title" onClose={onClose}>
      <DialogTitle id="second-factor-title">Two-step sign-in</DialogTitle>
      <DialogContent>
        <SecondFactor onDone={onClose} />
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>
          Close
        </Button>
      </DialogActions>
    </Dialog>
  );
}
