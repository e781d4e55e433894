import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { Copy } from "lucide-react";
import { mono } from "../theme/theme";
import { copy } from "./copy";

interface Props {
  readonly label: string;
  readonly text: string;
  readonly testId?: string;
}

/** A text that somebody takes along: as it is, whole, with a button for it. */
export function CopyBlock({ label, text, testId }: Props) {
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
