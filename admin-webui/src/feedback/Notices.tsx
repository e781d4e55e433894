import Alert from "@mui/material/Alert";
import Snackbar from "@mui/material/Snackbar";
import { dismiss, useNotices } from "./notices";

/** One notice at a time; an error stays until it is dismissed. */
export function Notices() {
  const notice = useNotices((state) => state.notices[0]);
  if (notice === undefined) return null;
  return (
    <Snackbar
      key={notice.id}
      open
      autoHideDuration={notice.severity === "error" ? null : 5000}
      onClose={(_event, reason) => {
        if (reason !== "clickaway") dismiss(notice.id);
      }}
      anchorOrigin={{ vertical: "bottom", horizontal: "center" }}
    >
      <Alert
        severity={notice.severity}
        onClose={() => dismiss(notice.id)}
        sx={{ boxShadow: "var(--mui-palette-depth-menu)" }}
      >
        {notice.text}
      </Alert>
    </Snackbar>
  );
}
