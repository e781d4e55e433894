import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ConflictNote, isConflict } from "../changes/ConflictNote";
import { differences, type Facts } from "../changes/facts";
import { Group } from "../detail/Facts";
import { Guarded } from "../tables/Guarded";
import { LinesField } from "./LinesField";
import { linesOf, patternsProblem, patternsTold } from "./patterns";

interface Props {
  readonly models: readonly string[];
  readonly save: (models: string[], before: string[]) => Promise<unknown>;
  /** The models as they are now, asked anew. */
  readonly reload: () => Promise<readonly string[]>;
}

function factsOf(models: readonly string[]): Facts {
  return new Map([["Models", models.join(", ") || "none"]]);
}

function Form({ models, save, reload, onDone }: Props & { readonly onDone: () => void }) {
  const [known, setKnown] = useState(models);
  const [theirs, setTheirs] = useState<readonly string[] | null>(null);
  const [text, setText] = useState(models.join("\n"));
  const saving = useMutation({
    mutationFn: () => save([...linesOf(text)], [...known]),
    onSuccess: onDone,
    onError: async (error) => {
      if (isConflict(error)) setTheirs(await reload());
    },
  });
  const goOn = (mine: boolean): void => {
    if (theirs === null) return;
    setKnown(theirs);
    if (!mine) setText(theirs.join("\n"));
    setTheirs(null);
    saving.reset();
  };
  const problem = patternsProblem(text);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <Box component="form" noValidate onSubmit={submit} sx={{ display: "flex", flexDirection: "column", gap: 3, pt: 2 }}>
      <LinesField
        label="Models"
        help="Names, one to a line; * stands for any text. With none, no model may be used."
        text={text}
        problem={problem}
        onChange={setText}
      />
      {saving.isError && (
        <ConflictNote
          error={saving.error}
          theirs={theirs === null ? null : differences(factsOf(known), factsOf(theirs))}
          onTakeTheirs={() => goOn(false)}
          onKeepMine={() => goOn(true)}
        />
      )}
      <Box sx={{ display: "flex", gap: 2, justifyContent: "flex-end" }}>
        <Button color="inherit" variant="outlined" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" variant="contained" disabled={problem !== null} loading={saving.isPending}>
          Save
        </Button>
      </Box>
    </Box>
  );
}

/** The models that a user or a team was granted, and the form that changes them. */
export function ModelsSection({ models, save, reload }: Props) {
  const [editing, setEditing] = useState(false);
  return (
    <Group
      title="Models"
      action={
        !editing && (
          <Guarded
            size="small"
            variant="outlined"
            color="inherit"
            aria-label="Change the models"
            onClick={() => setEditing(true)}
          >
            Change
          </Guarded>
        )
      }
    >
      {editing ? (
        <Form models={models} save={save} reload={reload} onDone={() => setEditing(false)} />
      ) : (
        <Box sx={{ fontSize: "0.8125rem", overflowWrap: "anywhere" }}>{patternsTold(models)}</Box>
      )}
    </Group>
  );
}
