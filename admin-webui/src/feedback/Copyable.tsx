import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Tooltip from "@mui/material/Tooltip";
import { Copy } from "lucide-react";
import { mono } from "../theme/theme";
import { copy } from "./copy";

/** An id in mono, cut in its middle; the whole of it goes to the clipboard. */
export function Copyable({ text, what }: { readonly text: string; readonly what: string }) {
  const shown = text.length > 22 ? `${text.slice(0, 10)}…${text.slice(-8)}` : text;
  return (
    <Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 1 }}>
      <Box component="code" title={text} sx={{ fontFamily: mono, fontSize: "0.75rem" }}>
        {shown}
      </Box>
      <Tooltip title={`Copy the ${what}`}>
        <IconButton aria-label={`Copy the ${what}`} size="small" onClick={() => void copy(text, what)} sx={{ my: -1 }}>
          <Copy size={14} aria-hidden="true" />
        </IconButton>
      </Tooltip>
    </Box>
  );
}
