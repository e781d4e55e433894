import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import TextField from "@mui/material/TextField";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { answer, client } from "../api/client";
import { notify } from "../feedback/notices";
import { ProblemNote } from "../feedback/ProblemNote";

/** An administrator's own password; the session here goes on, all others end. */
export default function PasswordDialog({ onClose }: { readonly onClose: () => void }) {
  const [present, setPresent] = useState("");
  const [wanted, setWanted] = useState("");
  const change = useMutation({
    mutationFn: async () => {
      const body = { present, new: wanted };
      const { error, response } = await client.PUT("/admin/api/me/password", { body });
      return answer(Promise.resolve({ data: null, error, response }));
    },
    onSuccess: () => {
      notify("success", "Your password is changed. Elsewhere you are signed out.");
      onClose();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <Dialog open maxWidth="xs" fullWidth aria-labelledby="own-password-title" onClose={onClose}>
      <Box component="form" onSubmit={submit} sx={{ display: "contents" }}>
        <DialogTitle id="own-password-title">Change the password</DialogTitle>
        <DialogContent sx={{ display: "flex", flexDirection: "column", gap: 4 }}>
          {change.error !== null && <ProblemNote error={change.error} />}
          <TextField
            label="Your present password"
            type="password"
            value={present}
            autoComplete="current-password"
            autoFocus
            sx={{ mt: 2 }}
            onChange={(event) => setPresent(event.target.value)}
          />
          <TextField
            label="The new one"
            type="password"
            value={wanted}
            autoComplete="new-password"
            helperText="Eight characters or more; a sentence is easy to keep."
            onChange={(event) => setWanted(event.target.value)}
          />
        </DialogContent>
        <DialogActions>
          <Button color="inherit" variant="outlined" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            variant="contained"
            disabled={present === "" || wanted === ""}
            loading={change.isPending}
          >
            Change
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}
