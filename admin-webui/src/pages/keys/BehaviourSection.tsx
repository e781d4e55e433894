import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { Key } from "../../api/answers";
import { answer, client } from "../../api/client";
import { keyWith } from "../../api/queries";
import { Fact, Facts, Group } from "../../detail/Facts";
import { notify } from "../../feedback/notices";
import { ProblemNote } from "../../feedback/ProblemNote";
import { Guarded } from "../../tables/Guarded";
import {
  type BehaviourDraft,
  behaviourOf,
  behaviourProblems,
  type LeavingChoice,
  leavingChoices,
  leavingOf,
  leavingTold,
  type Reasoning,
  reasoningChoices,
  reasoningTold,
  reuseOf,
  reuseTold,
} from "./behaviour";

function Form({ changed, onDone }: { readonly changed: Key; readonly onDone: () => void }) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState(() => behaviourOf(changed));
  const problems = behaviourProblems(draft);
  const save = useMutation({
    mutationFn: async () => {
      const params = { path: { key_id: changed.id } };
      await answer(
        client.PUT("/admin/api/keys/{key_id}/leaving", { params, body: { when_client_leaves: leavingOf(draft) } }),
      );
      await answer(client.PUT("/admin/api/keys/{key_id}/reuse", { params, body: { seconds: reuseOf(draft) } }));
      return answer(client.PUT("/admin/api/keys/{key_id}/reasoning", { params, body: { reasoning: draft.reasoning } }));
    },
    onSuccess: async (key) => {
      queries.setQueryData(keyWith(key.id).queryKey, key);
      await queries.invalidateQueries({ queryKey: ["keys"] });
      notify("success", `The key ${key.name} was changed`);
      onDone();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  const field = (name: Exclude<keyof BehaviourDraft, "leaving" | "reasoning">, label: string, help: string) => (
    <TextField
      size="small"
      label={label}
      value={draft[name]}
      error={problems.has(name)}
      helperText={problems.get(name) ?? help}
      slotProps={{ htmlInput: { inputMode: "numeric", maxLength: 10 } }}
      onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
    />
  );
  return (
    <Box component="form" noValidate onSubmit={submit} sx={{ display: "flex", flexDirection: "column", gap: 4, pt: 2 }}>
      <TextField
        select
        size="small"
        label="When a client leaves"
        value={draft.leaving}
        onChange={(event) => setDraft({ ...draft, leaving: event.target.value as LeavingChoice })}
      >
        {leavingChoices.map(([name, label]) => (
          <MenuItem key={name} value={name}>
            {label}
          </MenuItem>
        ))}
      </TextField>
      {draft.leaving === "on" && (
        <Box sx={{ display: "grid", gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr" }, gap: 2 }}>
          {field("seconds", "For seconds", "Nothing: to its end")}
          {field("tokens", "For tokens of answer", "Nothing: as many as come")}
        </Box>
      )}
      <TextField
        select
        size="small"
        label="Reasoning in Chat Completions"
        value={draft.reasoning}
        onChange={(event) => setDraft({ ...draft, reasoning: event.target.value as Reasoning })}
      >
        {reasoningChoices.map(([name, label]) => (
          <MenuItem key={name} value={name}>
            {label}
          </MenuItem>
        ))}
      </TextField>
      {field("reuse", "Give answers again for seconds", "To the same question. Nothing: never.")}
      {save.isError && <ProblemNote error={save.error} />}
      <Box sx={{ display: "flex", gap: 2, justifyContent: "flex-end" }}>
        <Button color="inherit" variant="outlined" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" variant="contained" disabled={problems.size > 0} loading={save.isPending}>
          Save
        </Button>
      </Box>
    </Box>
  );
}

/** What a key's calls do when their client leaves, and how its clients are answered. */
export function BehaviourSection({ shown }: { readonly shown: Key }) {
  const [editing, setEditing] = useState(false);
  return (
    <Group
      title="Behaviour"
      action={
        !editing &&
        shown.state === "active" && (
          <Guarded
            size="small"
            variant="outlined"
            color="inherit"
            aria-label="Change the behaviour"
            onClick={() => setEditing(true)}
          >
            Change
          </Guarded>
        )
      }
    >
      {editing ? (
        <Form changed={shown} onDone={() => setEditing(false)} />
      ) : (
        <Facts>
          <Fact name="When a client leaves">{leavingTold(shown.when_client_leaves)}</Fact>
          <Fact name="Answers given again">{reuseTold(shown.reuse_s)}</Fact>
          <Fact name="Reasoning in Chat Completions">{reasoningTold(shown.reasoning)}</Fact>
        </Facts>
      )}
    </Group>
  );
}
