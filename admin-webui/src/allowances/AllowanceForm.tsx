import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { Allowance } from "../api/answers";
import { answer, client } from "../api/client";
import { allowanceOf as allowanceQuery, type Subject } from "../api/queries";
import { ConflictNote, isConflict } from "../changes/ConflictNote";
import { DifferenceList } from "../changes/DifferenceList";
import { differences } from "../changes/facts";
import { Confirm } from "../feedback/Confirm";
import { notify } from "../feedback/notices";
import { AllowanceFields } from "./AllowanceFields";
import { allowanceOf, draftOf, problemsOf } from "./draft";
import { factsOf } from "./facts";

interface Props {
  readonly subject: Subject;
  readonly allowance: Allowance;
  readonly onDone: () => void;
}

/** Shows what will be another before it is saved, and what somebody else changed meanwhile. */
export function AllowanceForm({ subject, allowance, onDone }: Props) {
  const queries = useQueryClient();
  const [known, setKnown] = useState(allowance);
  const [theirs, setTheirs] = useState<Allowance | null>(null);
  const [draft, setDraft] = useState(() => draftOf(allowance));
  const [reviewing, setReviewing] = useState(false);
  const changes = differences(factsOf(draftOf(known)), factsOf(draft));
  const save = useMutation({
    mutationFn: () =>
      answer(
        client.PUT("/admin/api/allowances/{subject}/{id}", {
          params: { path: { subject: subject.kind, id: subject.id } },
          body: { ...allowanceOf(draft), before: known },
        }),
      ),
    onSuccess: async (saved) => {
      queries.setQueryData(allowanceQuery(subject).queryKey, saved);
      await queries.invalidateQueries({ queryKey: ["standings"] });
      notify("success", "The limits and budgets were saved");
      onDone();
    },
    onError: async (error) => {
      setReviewing(false);
      if (isConflict(error)) setTheirs(await queries.fetchQuery({ ...allowanceQuery(subject), staleTime: 0 }));
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (changes.length === 0) onDone();
    else setReviewing(true);
  };
  const goOn = (mine: boolean): void => {
    if (theirs === null) return;
    setKnown(theirs);
    if (!mine) setDraft(draftOf(theirs));
    setTheirs(null);
    save.reset();
  };
  return (
    <Box component="form" noValidate onSubmit={submit} sx={{ display: "flex", flexDirection: "column", gap: 3, pt: 2 }}>
      <AllowanceFields draft={draft} onChange={setDraft} />
      {save.isError && (
        <ConflictNote
          error={save.error}
          theirs={theirs === null ? null : differences(factsOf(draftOf(known)), factsOf(draftOf(theirs)))}
          onTakeTheirs={() => goOn(false)}
          onKeepMine={() => goOn(true)}
        />
      )}
      <Box sx={{ display: "flex", gap: 2, justifyContent: "flex-end" }}>
        <Button color="inherit" variant="outlined" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" variant="contained" disabled={problemsOf(draft).size > 0}>
          Save
        </Button>
      </Box>
      {reviewing && (
        <Confirm
          title="Save these changes?"
          verb={`Save ${changes.length === 1 ? "the change" : `${changes.length} changes`}`}
          dangerous={false}
          busy={save.isPending}
          error={null}
          onConfirm={() => save.mutate()}
          onCancel={() => setReviewing(false)}
        >
          <DifferenceList label="What changes" differences={changes} />
        </Confirm>
      )}
    </Box>
  );
}
