import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import type { MadeWebhook } from "../../api/answers";
import { copy } from "../../feedback/copy";
import { mono } from "../../theme/theme";

/** What signs its messages, for the only time. A click beside the dialog does not close it. */
export function WebhookSecret({ made, onClose }: { readonly made: MadeWebhook; readonly onClose: () => void }) {
  return (
    <Dialog open maxWidth="sm" fullWidth aria-labelledby="webhook-secret-title">
      <DialogTitle id="webhook-secret-title" sx={{ overflowWrap: "anywhere" }}>
        {`The secret of ${made.webhook.name}`}
      </DialogTitle>
      <DialogContent sx={{ display: "flex", flexDirection: "column", gap: 4 }}>
        <Alert severity="warning">Copy it now: it is shown this once. Whoever has it can sign as we do.</Alert>
        <Box
          component="code"
          data-testid="webhook-secret"
          sx={{ p: 3, bgcolor: "surface.code", fontFamily: mono, fontSize: "0.75rem", overflowWrap: "anywhere" }}
        >
          {made.secret}
        </Box>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" variant="outlined" onClick={() => void copy(made.secret, "secret")}>
          Copy
        </Button>
        <Button variant="contained" onClick={onClose}>
          I have copied it
        </Button>
      </DialogActions>
    </Dialog>
  );
}
