import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import Typography from "@mui/material/Typography";
import { Copy } from "lucide-react";
import type { CreatedKey } from "../../api/answers";
import { copy } from "../../feedback/copy";
import { mono } from "../../theme/theme";

function Code({ label, text, testId }: { readonly label: string; readonly text: string; readonly testId?: string }) {
  return (
    <Box>
      <Box sx={{ display: "flex", alignItems: "center", justifyContent: "space-between", mb: 1 }}>
        <Typography variant="h3" component="h3">
          {label}
        </Typography>
        <Button
          size="small"
          color="inherit"
          variant="outlined"
          startIcon={<Copy size={13} aria-hidden="true" />}
          aria-label={`Copy the ${label.toLowerCase()}`}
          onClick={() => void copy(text, label.toLowerCase())}
        >
          Copy
        </Button>
      </Box>
      <Box
        component="code"
        {...(testId === undefined ? {} : { "data-testid": testId })}
        sx={{
          display: "block",
          p: 3,
          bgcolor: "surface.code",
          border: 1,
          borderColor: "divider",
          borderRadius: 1,
          fontFamily: mono,
          fontSize: "0.75rem",
          lineHeight: "1.25rem",
          whiteSpace: "pre-wrap",
          overflowWrap: "anywhere",
          userSelect: "all",
          color: "text.primary",
        }}
      >
        {text}
      </Box>
    </Box>
  );
}

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
        <Code label="Key" text={made.secret} testId="secret" />
        <Code label="Setting" text={`OPENAI_BASE_URL=${site}/v1\nOPENAI_API_KEY=${made.secret}`} />
      </DialogContent>
      <DialogActions>
        <Button variant="contained" onClick={onClose}>
          I have copied it
        </Button>
      </DialogActions>
    </Dialog>
  );
}
