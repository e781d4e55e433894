import Button from "@mui/material/Button";
import Popover from "@mui/material/Popover";
import { UserSearch } from "lucide-react";
import { useState } from "react";
import { Finder } from "../../palette/Finder";
import type { Found } from "../../palette/found";
import { usePeopleAndKeys } from "../../palette/people";

/** Chooses the user, the team or the key whose calls are shown. */
export function WhoFilter({ onChoose }: { readonly onChoose: (found: Found) => void }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [text, setText] = useState("");
  const { found, busy, error } = usePeopleAndKeys(text);
  const close = (): void => {
    setAnchor(null);
    setText("");
  };
  return (
    <>
      <Button
        color="inherit"
        variant="outlined"
        startIcon={<UserSearch size={16} aria-hidden="true" />}
        aria-haspopup="dialog"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        Who
      </Button>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={close}
        anchorOrigin={{ vertical: "bottom", horizontal: "left" }}
        slotProps={{
          paper: {
            role: "dialog",
            "aria-label": "Whose calls",
            sx: { width: 360, maxWidth: "calc(100vw - 32px)", border: 1, borderColor: "divider", borderRadius: "10px" },
          },
        }}
      >
        <Finder
          label="A user, a team or a key"
          text={text}
          found={found}
          busy={busy}
          error={error}
          empty={text.trim() === "" ? "Type a part of the name or of the address." : "Nobody has a name like this."}
          onText={setText}
          onChoose={(chosen) => {
            close();
            onChoose(chosen);
          }}
        />
      </Popover>
    </>
  );
}
