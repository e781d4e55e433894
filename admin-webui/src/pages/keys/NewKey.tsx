import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answer, client } from "../../api/client";
import { allTeams } from "../../api/queries";
import { notify } from "../../feedback/notices";
import { ProblemNote } from "../../feedback/ProblemNote";

function Secret({ secret, onClose }: { readonly secret: string; readonly onClose: () => void }) {
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(secret);
    notify("success", "The key was copied");
  };
  return (
    <>
      <DialogTitle>Copy the key now</DialogTitle>
      <DialogContent>
        It is shown once and kept nowhere.
        <Box
          component="code"
          data-testid="secret"
          sx={{ display: "block", mt: 3, p: 3, bgcolor: "surface.two", borderRadius: 1, overflowWrap: "anywhere" }}
        >
          {secret}
        </Box>
      </DialogContent>
      <DialogActions>
        <Button variant="contained" onClick={() => void copy()}>
          Copy
        </Button>
        <Button color="inherit" onClick={onClose}>
          Done
        </Button>
      </DialogActions>
    </>
  );
}

/** Makes a key for a team and shows its text once. */
export function NewKey({ onClose }: { readonly onClose: () => void }) {
  const queries = useQueryClient();
  const teams = useQuery(allTeams);
  const [name, setName] = useState("");
  const [team, setTeam] = useState("");
  const create = useMutation({
    mutationFn: () =>
      answer(client.POST("/admin/api/keys", { body: { name, owner_kind: "team", owner_id: team, expires_at: null } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["keys"] }),
  });
  if (create.isSuccess) {
    return (
      <Dialog open maxWidth="sm" fullWidth aria-label="The new key">
        <Secret secret={create.data.secret} onClose={onClose} />
      </Dialog>
    );
  }
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby="new-key">
      <DialogTitle id="new-key">New key</DialogTitle>
      <DialogContent sx={{ display: "flex", flexDirection: "column", gap: 3 }}>
        <TextField
          sx={{ mt: 2 }}
          label="Name"
          helperText="Who or what uses it"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField select label="Team" value={team} onChange={(event) => setTeam(event.target.value)}>
          {(teams.data?.items ?? []).map((each) => (
            <MenuItem key={each.id} value={each.id}>
              {each.name}
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
          variant="contained"
          disabled={name.trim() === "" || team === ""}
          loading={create.isPending}
          onClick={() => create.mutate()}
        >
          Create
        </Button>
      </DialogActions>
    </Dialog>
  );
}
