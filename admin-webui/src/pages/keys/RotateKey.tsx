import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Key } from "../../api/answers";
import { answer, client } from "../../api/client";
import { ProblemNote } from "../../feedback/ProblemNote";
import { Secret } from "./Secret";

const hour = 3600;

const overlaps = [
  [0, "None: it ends at once"],
  [hour, "1 hour"],
  [24 * hour, "1 day"],
  [7 * 24 * hour, "7 days"],
  [30 * 24 * hour, "30 days"],
] as const;

/** Makes a key's successor, which may do the same; the old one goes on for a while. */
export function RotateKey({ rotated, onDone }: { readonly rotated: Key; readonly onDone: () => void }) {
  const queries = useQueryClient();
  const [overlap, setOverlap] = useState<number>(24 * hour);
  const rotate = useMutation({
    mutationFn: () =>
      answer(
        client.POST("/admin/api/keys/{key_id}/rotate", {
          params: { path: { key_id: rotated.id } },
          body: { overlap_s: overlap },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["keys"] });
      await queries.invalidateQueries({ queryKey: ["key", rotated.id] });
    },
  });
  if (rotate.isSuccess) return <Secret made={rotate.data} onClose={onDone} />;
  return (
    <Dialog open onClose={onDone} maxWidth="xs" fullWidth aria-labelledby="rotate-key">
      <DialogTitle id="rotate-key" sx={{ overflowWrap: "anywhere" }}>
        {`Rotate the key ${rotated.name}?`}
      </DialogTitle>
      <DialogContent sx={{ display: "flex", flexDirection: "column", gap: 4, color: "text.secondary" }}>
        {`A new key takes its place, with the same owner, scope, limits and budgets. sk-parley-…${rotated.last4} goes on for the time of the overlap, so that nothing stops while it is exchanged.`}
        <TextField
          select
          label="The old one goes on for"
          value={overlap}
          onChange={(event) => setOverlap(Number(event.target.value))}
        >
          {overlaps.map(([seconds, label]) => (
            <MenuItem key={seconds} value={seconds}>
              {label}
            </MenuItem>
          ))}
        </TextField>
        {rotate.isError && <ProblemNote error={rotate.error} />}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" variant="outlined" autoFocus onClick={onDone}>
          Cancel
        </Button>
        <Button variant="contained" loading={rotate.isPending} onClick={() => rotate.mutate()}>
          Rotate key
        </Button>
      </DialogActions>
    </Dialog>
  );
}
