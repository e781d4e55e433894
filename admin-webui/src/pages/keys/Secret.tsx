import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import type { CreatedKey } from "../../api/answers";
import { CopyBlock } from "../../feedback/CopyBlock";

/** The whole text of a new key, for the only time. A click beside the dialog does not close it. */
export function Secret({ made, onClose }: { readonly made: CreatedKey; readonly onClose: () => void }) {
  const site = window.location.origin;
  return (
    <Dialog open maxWidth="sm" fullWidth aria-labelledby="secret-title">
      <DialogTitle id="secret-title" sx={{ overflowWrap: "anywhere" }}>
        {`The key ${made.key.name} is ready`}
      </DialogTitle>
      <DialogContent sx={{ display: "flex", flexDirection: "column", gap: 5 }}>
        <Alert severity="warning">Copy it now: it is shown this once, and only its digest is kept.</Alert>
        <CopyBlock label="Key" text={made.secret} testId="secret" />
        <CopyBlock label="Setting" text={`OPENAI_BASE_URL=${site}/v1\nOPENAI_API_KEY=${made.secret}`} />
      </DialogContent>
      <DialogActions>
        <Button variant="contained" onClick={onClose}>
          I have copied it
        </Button>
      </DialogActions>
    </Dialog>
  );
}
