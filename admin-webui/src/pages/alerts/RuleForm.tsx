import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Checkbox from "@mui/material/Checkbox";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import FormControlLabel from "@mui/material/FormControlLabel";
import FormGroup from "@mui/material/FormGroup";
import MenuItem from "@mui/material/MenuItem";
import Switch from "@mui/material/Switch";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { AlertRule } from "../../api/answers";
import { answer, client } from "../../api/client";
import { ConflictNote, isConflict } from "../../changes/ConflictNote";
import { differences } from "../../changes/facts";
import { notify } from "../../feedback/notices";
import { alertRules, webhooks } from "./data";
import { bodyOf, type Draft, draftOf, factsOf, kinds, needs, newRule, ofKind, problemsOf, scopes } from "./rule";

const numbers = [
  ["percent", "Percent"],
  ["amount", "Amount (USD)"],
  ["minutes", "Within minutes"],
  ["calls", "At least so many calls"],
  ["seconds", "Seconds"],
] as const;

interface FieldsProps {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

function ConditionFields({ draft, onChange }: FieldsProps) {
  const problems = problemsOf(draft);
  const possible = scopes(draft.kind);
  const set = (changes: Partial<Draft>): void => onChange({ ...draft, ...changes });
  return (
    <>
      <TextField
        select
        label="When"
        value={draft.kind}
        onChange={(event) => onChange(ofKind(draft, event.target.value as Draft["kind"]))}
      >
        {kinds.map(([name, label]) => (
          <MenuItem key={name} value={name}>
            {label}
          </MenuItem>
        ))}
      </TextField>
      {draft.kind !== "provider_down" && possible.length > 1 && (
        <TextField
          select
          label="Of"
          value={draft.scope}
          onChange={(event) => set({ scope: event.target.value as Draft["scope"], id: "" })}
        >
          {possible.map(([name, label]) => (
            <MenuItem key={name} value={name}>
              {label}
            </MenuItem>
          ))}
        </TextField>
      )}
      {draft.scope !== "all" && (
        <TextField
          label={`Only this ${draft.scope}`}
          value={draft.id}
          error={problems.has("id")}
          helperText={
            problems.get("id") ??
            (draft.scope === "model" || draft.scope === "provider"
              ? "Its name; empty: each"
              : "Its id, which its page shows; empty: each")
          }
          slotProps={{ htmlInput: { maxLength: 200 } }}
          onChange={(event) => set({ id: event.target.value })}
        />
      )}
      {needs(draft.kind, "window") && (
        <TextField
          select
          label="In"
          value={draft.window}
          onChange={(event) => set({ window: event.target.value as Draft["window"] })}
        >
          <MenuItem value="hour">An hour (UTC)</MenuItem>
          <MenuItem value="day">A day (UTC)</MenuItem>
        </TextField>
      )}
      {numbers.map(
        ([field, label]) =>
          needs(draft.kind, field) && (
            <TextField
              key={field}
              label={label}
              value={draft[field]}
              error={draft[field] !== "" && problems.has(field)}
              helperText={draft[field] === "" ? undefined : problems.get(field)}
              slotProps={{ htmlInput: { inputMode: "decimal" } }}
              onChange={(event) => set({ [field]: event.target.value })}
            />
          ),
      )}
    </>
  );
}

function ToldFields({ draft, onChange }: FieldsProps) {
  const problems = problemsOf(draft);
  const hooks = useQuery(webhooks).data?.items ?? [];
  const set = (changes: Partial<Draft>): void => onChange({ ...draft, ...changes });
  const toggle = (id: string): void =>
    set({
      webhooks: draft.webhooks.includes(id) ? draft.webhooks.filter((each) => each !== id) : [...draft.webhooks, id],
    });
  return (
    <>
      <Typography variant="h3" component="h3">
        Tell
      </Typography>
      <TextField
        label="E-mail"
        value={draft.mail}
        multiline
        minRows={1}
        error={problems.has("mail")}
        helperText={problems.get("mail") ?? "One address a line. This administration is always told."}
        onChange={(event) => set({ mail: event.target.value })}
      />
      {hooks.length > 0 && (
        <FormGroup aria-label="Webhooks">
          {hooks.map(({ id, name }) => (
            <FormControlLabel
              key={id}
              control={<Checkbox checked={draft.webhooks.includes(id)} onChange={() => toggle(id)} />}
              label={name}
            />
          ))}
        </FormGroup>
      )}
      <TextField
        label="Tell again after hours"
        value={draft.again}
        error={problems.has("again")}
        helperText={problems.get("again") ?? "While it lasts and nobody has acknowledged it; 0: never"}
        slotProps={{ htmlInput: { inputMode: "numeric" } }}
        onChange={(event) => set({ again: event.target.value })}
      />
      <FormControlLabel
        control={<Switch checked={draft.on} onChange={(event) => set({ on: event.target.checked })} />}
        label="On"
      />
    </>
  );
}

/** Makes a rule, or changes one: whoever else changed it meanwhile is not overwritten unseen. */
export function RuleForm({ rule, onClose }: { readonly rule: AlertRule | null; readonly onClose: () => void }) {
  const queries = useQueryClient();
  const [known, setKnown] = useState(rule);
  const [theirs, setTheirs] = useState<AlertRule | null>(null);
  const [draft, setDraft] = useState(() => (rule === null ? newRule : draftOf(rule)));
  const names = new Map((useQuery(webhooks).data?.items ?? []).map(({ id, name }) => [id, name]));
  const save = useMutation({
    mutationFn: () =>
      known === null
        ? answer(client.POST("/admin/api/alert-rules", { body: bodyOf(draft) }))
        : answer(
            client.PUT("/admin/api/alert-rules/{rule_id}", {
              params: { path: { rule_id: known.id } },
              body: { ...bodyOf(draft), version: known.version },
            }),
          ),
    onSuccess: async () => {
      await queries.invalidateQueries(alertRules);
      notify("success", "The rule was saved");
      onClose();
    },
    onError: async (error) => {
      if (!isConflict(error)) return;
      const { items } = await queries.fetchQuery({ ...alertRules, staleTime: 0 });
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
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="rule-title">
      <Box
        component="form"
        noValidate
        onSubmit={submit}
        sx={{ display: "flex", flexDirection: "column", minHeight: 0, overflow: "hidden" }}
      >
        <DialogTitle id="rule-title">{rule === null ? "New rule" : "Change the rule"}</DialogTitle>
        <DialogContent sx={{ display: "flex", flexDirection: "column", gap: 4 }}>
          <TextField
            sx={{ mt: 2 }}
            label="Name"
            value={draft.name}
            autoFocus
            slotProps={{ htmlInput: { maxLength: 100 } }}
            onChange={(event) => setDraft({ ...draft, name: event.target.value })}
          />
          <ConditionFields draft={draft} onChange={setDraft} />
          <ToldFields draft={draft} onChange={setDraft} />
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
