import Box from "@mui/material/Box";
import Dialog from "@mui/material/Dialog";
import { useId, useState } from "react";
import { useNavigate } from "react-router";
import { navigationFor } from "../app/navigation";
import { useSession } from "../session/session";
import { Finder } from "./Finder";
import { type Found, pagesMatching, pathOf } from "./found";
import { usePeopleAndKeys } from "./people";

/** Ctrl+K: pages, users, teams and keys by name. */
export default function Palette({ onClose }: { readonly onClose: () => void }) {
  const id = useId();
  const [text, setText] = useState("");
  const navigate = useNavigate();
  const { found, busy, error } = usePeopleAndKeys(text);
  const role = useSession((session) => session.administrator?.role);
  const all = [...pagesMatching(text, navigationFor(role)), ...found];
  const go = (to: Found): void => {
    onClose();
    void navigate(pathOf(to));
  };
  return (
    <Dialog
      open
      onClose={onClose}
      maxWidth="sm"
      fullWidth
      aria-labelledby={id}
      sx={{ "& .MuiDialog-container": { alignItems: "flex-start" } }}
      slotProps={{ paper: { sx: { mt: { xs: 2, sm: 12 }, overflow: "hidden" } } }}
    >
      <h2 id={id} className="visually-hidden">
        Go to
      </h2>
      <Finder
        label="Go to a page, user, team or key"
        text={text}
        found={all}
        busy={busy}
        error={error}
        empty="Nothing has a name like this."
        onText={setText}
        onChoose={go}
      />
      <Box
        sx={{
          display: { xs: "none", md: "flex" },
          gap: 5,
          px: 4,
          py: 2,
          borderTop: 1,
          borderColor: "divider",
          fontSize: "0.75rem",
          color: "text.secondary",
        }}
      >
        <span>↑ ↓ choose</span>
        <span>Enter opens</span>
        <span>Esc closes</span>
      </Box>
    </Dialog>
  );
}
