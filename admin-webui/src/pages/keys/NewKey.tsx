import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { answer, client } from "../../api/client";
import { ProblemNote } from "../../feedback/ProblemNote";
import { endOf, type Lifetime, lifetimes } from "./expiry";
import { type Owner, OwnerField } from "./OwnerField";
import { Secret } from "./Secret";

/** Makes a key for a team or a user and shows its text once. */
export function NewKey({ onClose }: { readonly onClose: () => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [owner, setOwner] = useState<Owner>({ kind: "team", id: "" });
  const [lifetime, setLifetime] = useState<Lifetime>("never");
  const create = useMutation({
    mutationFn: () =>
      answer(
        client.POST("/admin/api/keys", {
          body: { name, owner_kind: owner.kind, owner_id: owner.id, expires_at: endOf(lifetime, new Date()) },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["keys"] }),
  });
  if (create.isSuccess) return <Secret made={create.data} onClose={onClose} />;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby="new-key">
      <Box component="form" onSubmit={submit}>
        <DialogTitle id="new-key">New key</DialogTitle>
        <DialogContent sx={{ display: "flex", flexDirection: "column", gap: 4 }}>
          <TextField
            sx={{ mt: 2 }}
            label="Name"
            helperText="What uses it, for example Cursor or a build"
            value={name}
            autoFocus
            slotProps={{ htmlInput: { maxLength: 100 } }}
            onChange={(event) => setName(event.target.value)}
          />
          <OwnerField owner={owner} onChange={setOwner} />
          <TextField
            select
            label="Valid for"
            value={lifetime}
            onChange={(event) => setLifetime(event.target.value as Lifetime)}
          >
            {lifetimes.map(({ name: value, label }) => (
              <MenuItem key={value} value={value}>
                {label}
              </MenuItem>
            ))}
          </TextField>
          {create.isError && <ProblemNote error={create.error} />}
        </DialogContent>
        <DialogActions>
          <Button color="inherit" variant="outlined" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            variant="contained"
            disabled={name.trim() === "" || owner.id === ""}
            loading={create.isPending}
          >
            Create key
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}
