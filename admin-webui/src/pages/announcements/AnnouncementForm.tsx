import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { SaidAnnouncement } from "../../api/answers";
import { answer, client } from "../../api/client";
import { allTeams } from "../../api/queries";
import { ConflictNote, isConflict } from "../../changes/ConflictNote";
import { differences } from "../../changes/facts";
import { notify } from "../../feedback/notices";
import { announcements } from "./data";
import { bodyOf, type Draft, draftOf, factsOf, type Level, levels, nothingSaid, problemsOf } from "./words";

interface FieldsProps {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

function Fields({ draft, onChange }: FieldsProps) {
  const teams = useQuery(allTeams).data?.items ?? [];
  const problems = problemsOf(draft);
  const set = (changes: Partial<Draft>): void => onChange({ ...draft, ...changes });
  return (
    <>
      <TextField
        sx={{ mt: 2 }}
        label="Title"
        value={draft.title}
        autoFocus
        slotProps={{ htmlInput: { maxLength: 120 } }}
        onChange={(event) => set({ title: event.target.value })}
      />
      <TextField
        label="Text"
        value={draft.text}
        multiline
        minRows={3}
        helperText="Markdown: **bold**, *italic*, lists, links"
        slotProps={{ htmlInput: { maxLength: 4000 } }}
        onChange={(event) => set({ text: event.target.value })}
      />
      <TextField
        select
        label="Level"
        value={draft.level}
        onChange={(event) => set({ level: event.target.value as Level })}
      >
        {levels.map(([name, label]) => (
          <MenuItem key={name} value={name}>
            {label}
          </MenuItem>
        ))}
      </TextField>
      <Box sx={{ display: "grid", gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr" }, gap: 4 }}>
        <TextField
          label="From"
          type="datetime-local"
          value={draft.since}
          helperText="Empty: at once"
          slotProps={{ inputLabel: { shrink: true } }}
          onChange={(event) => set({ since: event.target.value })}
        />
        <TextField
          label="Until"
          type="datetime-local"
          value={draft.until}
          error={problems.has("until")}
          helperText={problems.get("until") ?? "Empty: for good"}
          slotProps={{ inputLabel: { shrink: true } }}
          onChange={(event) => set({ until: event.target.value })}
        />
      </Box>
      {teams.length > 0 && (
        <TextField
          select
          label="For"
          value={draft.teams}
          slotProps={{
            inputLabel: { shrink: true },
            select: {
              multiple: true,
              displayEmpty: true,
              renderValue: (chosen) => {
                const ids = chosen as readonly string[];
                const names = teams.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
                return names.length === 0 ? "Everybody" : names.join(", ");
              },
            },
          }}
          onChange={(event) => set({ teams: event.target.value as unknown as string[] })}
        >
          {teams.map(({ id, name }) => (
            <MenuItem key={id} value={id}>
              {name}
            </MenuItem>
          ))}
        </TextField>
      )}
    </>
  );
}

interface Props {
  readonly said: SaidAnnouncement | null;
  readonly onClose: () => void;
}

/** Says something new, or otherwise: whoever else changed it meanwhile is not overwritten unseen. */
export function AnnouncementForm({ said, onClose }: Props) {
  const queries = useQueryClient();
  const [known, setKnown] = useState(said);
  const [theirs, setTheirs] = useState<SaidAnnouncement | null>(null);
  const [draft, setDraft] = useState(() => (said === null ? nothingSaid : draftOf(said)));
  const names = new Map((useQuery(allTeams).data?.items ?? []).map(({ id, name }) => [id, name]));
  const save = useMutation({
    mutationFn: () =>
      known === null
        ? answer(client.POST("/admin/api/announcements", { body: bodyOf(draft) }))
        : answer(
            client.PUT("/admin/api/announcements/{announcement_id}", {
              params: { path: { announcement_id: known.id } },
              body: { ...bodyOf(draft), version: known.version },
            }),
          ),
    onSuccess: async () => {
      await queries.invalidateQueries(announcements);
      notify("success", "The announcement was saved: it is on open pages within seconds");
      onClose();
    },
    onError: async (error) => {
      if (!isConflict(error)) return;
      const { items } = await queries.fetchQuery({ ...announcements, staleTime: 0 });
      setTheirs(items.find(({ id }) => id === known?.id) ?? null);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  const goOn = (from: Draft | null): void => {
    setKnown(theirs);
    setTheirs(null);
    if (from !== null) setDraft(from);
    save.reset();
  };
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="announcement-title">
      <Box
        component="form"
        noValidate
        onSubmit={submit}
        sx={{ display: "flex", flexDirection: "column", minHeight: 0, overflow: "hidden" }}
      >
        <DialogTitle id="announcement-title">
          {said === null ? "New announcement" : "Change the announcement"}
        </DialogTitle>
        <DialogContent sx={{ display: "flex", flexDirection: "column", gap: 4 }}>
          <Fields draft={draft} onChange={setDraft} />
          {save.isError && (
            <ConflictNote
              error={save.error}
              theirs={
                theirs === null || known === null
                  ? null
                  : differences(factsOf(draftOf(known), names), factsOf(draftOf(theirs), names))
              }
              onTakeTheirs={() => goOn(theirs === null ? null : draftOf(theirs))}
              onKeepMine={() => goOn(null)}
            />
          )}
        </DialogContent>
        <DialogActions>
          <Button color="inherit" variant="outlined" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="contained" disabled={problemsOf(draft).size > 0} loading={save.isPending}>
            Save
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}
