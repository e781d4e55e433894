import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import TextField from "@mui/material/TextField";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { Colleague } from "../../api/answers";
import { answer, client } from "../../api/client";
import { ProblemNote } from "../../feedback/ProblemNote";
import { colleagues, path } from "./data";
import { PasswordOnce } from "./PasswordOnce";
import { RoleField } from "./RoleField";

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
  if (create.isSuccess)
    return <PasswordOnce email={create.data.administrator.email} password={create.data.password} onClose={onClose} />;
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
