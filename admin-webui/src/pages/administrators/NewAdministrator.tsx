import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import TextField from "@mui/material/TextField";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { Colleague, MadeColleague } from "../../api/answers";
import { answer, client } from "../../api/client";
import { copy } from "../../feedback/copy";
import { ProblemNote } from "../../feedback/ProblemNote";
import { mono } from "../../theme/theme";
import { colleagues, path } from "./data";
import { RoleField } from "./RoleField";

/** The password that was made up, for the only time. A click beside the dialog does not close it. */
function Password({ made, onClose }: { readonly made: MadeColleague; readonly onClose: () => void }) {
  return (
    <Dialog open maxWidth="sm" fullWidth aria-labelledby="password-title">
      <DialogTitle id="password-title" sx={{ overflowWrap: "anywhere" }}>
        {`${made.administrator.email} may sign in`}
      </DialogTitle>
      <DialogContent sx={{ display: "flex", flexDirection: "column", gap: 4 }}>
        <Alert severity="warning">
          Copy the password now and hand it over safely: it is shown this once, and only its digest is kept.
        </Alert>
        <Box
          component="code"
          data-testid="password"
          sx={{ p: 3, bgcolor: "surface.code", border: 1, borderColor: "divider", fontFamily: mono, userSelect: "all" }}
          style={{ overflowWrap: "anywhere" }}
        >
          {made.password}
        </Box>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" variant="outlined" onClick={() => void copy(made.password, "password")}>
          Copy
        </Button>
        <Button variant="contained" onClick={onClose}>
          I have copied it
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Lets one more person administer. */
export function NewAdministrator({ onClose }: { readonly onClose: () => void }) {
  const queries = useQueryClient();
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<Colleague["role"]>("admin");
  const create = useMutation({
    mutationFn: () => answer(client.POST(path, { body: { email: email.trim(), name: name.trim(), role } })),
    onSuccess: () => queries.invalidateQueries(colleagues),
  });
  if (create.isSuccess) return <Password made={create.data} onClose={onClose} />;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby="new-administrator">
      <Box component="form" noValidate onSubmit={submit}>
        <DialogTitle id="new-administrator">New administrator</DialogTitle>
        <DialogContent sx={{ display: "flex", flexDirection: "column", gap: 4 }}>
          <TextField
            sx={{ mt: 2 }}
            label="E-mail"
            type="email"
            value={email}
            autoFocus
            autoComplete="off"
            slotProps={{ htmlInput: { maxLength: 300 } }}
            onChange={(event) => setEmail(event.target.value)}
          />
          <TextField
            label="Name"
            value={name}
            autoComplete="off"
            slotProps={{ htmlInput: { maxLength: 100 } }}
            onChange={(event) => setName(event.target.value)}
          />
          <RoleField role={role} onChange={setRole} />
          {create.isError && <ProblemNote error={create.error} />}
        </DialogContent>
        <DialogActions>
          <Button color="inherit" variant="outlined" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            variant="contained"
            disabled={email.trim() === "" || name.trim() === ""}
            loading={create.isPending}
          >
            Let them in
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}
