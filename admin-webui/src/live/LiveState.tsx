import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Tooltip from "@mui/material/Tooltip";
import Typography from "@mui/material/Typography";
import { Pause, Play } from "lucide-react";
import { clock } from "../format/times";
import { type Connection, setPaused, useLive } from "./live";

const words: Readonly<Record<Connection | "paused", readonly [string, string, string]>> = {
  connecting: ["Connecting", "text.disabled", "Opening the live connection."],
  live: ["Live", "success.main", "Calls appear as they end."],
  delayed: ["Delayed", "warning.main", "The live connection was lost and is being restored."],
  offline: [
    "Offline",
    "error.main",
    "There is no live connection. The figures are fetched every 10 seconds when the service can be reached.",
  ],
  paused: ["Paused", "warning.main", "New calls wait until you resume."],
};

export function LiveState() {
  const connection = useLive((live) => live.connection);
  const paused = useLive((live) => live.paused);
  const updatedAt = useLive((live) => live.updatedAt);
  const [word, colour, explanation] = words[paused && connection === "live" ? "paused" : connection];
  const updated = updatedAt === null ? "" : ` Last update ${clock(new Date(updatedAt))} UTC.`;
  const action = paused ? "Resume live updates" : "Pause live updates";
  return (
    <Box sx={{ display: "flex", alignItems: "center", gap: 1 }}>
      <Tooltip title={explanation + updated}>
        <Box sx={{ display: "flex", alignItems: "center", gap: 2, px: { xs: 1, sm: 2 } }}>
          <Box
            component="span"
            aria-hidden="true"
            sx={{ width: 8, height: 8, borderRadius: "50%", bgcolor: colour, border: "1px solid transparent" }}
          />
          <Typography variant="body2" role="status" data-testid="live-state" sx={{ fontWeight: 500 }}>
            {word}
          </Typography>
        </Box>
      </Tooltip>
      <Tooltip title={action}>
        <IconButton aria-label={action} onClick={() => setPaused(!paused)}>
          {paused ? <Play size={18} aria-hidden="true" /> : <Pause size={18} aria-hidden="true" />}
        </IconButton>
      </Tooltip>
    </Box>
  );
}
