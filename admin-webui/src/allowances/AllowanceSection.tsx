import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { Allowance } from "../api/answers";
import { answer, client } from "../api/client";
import { allowanceOf as allowanceQuery, type Subject, standingOf } from "../api/queries";
import { Fact, Facts, Group } from "../detail/Facts";
import { notify } from "../feedback/notices";
import { ProblemNote } from "../feedback/ProblemNote";
import { nanos } from "../format/money";
import { Money } from "../format/Shown";
import { Guarded } from "../tables/Guarded";
import { AllowanceFields } from "./AllowanceFields";
import { allowanceOf, draftOf, problemsOf } from "./draft";
import { GaugeBar } from "./GaugeBar";
import { gaugesOf } from "./gauges";

interface FormProps {
  readonly subject: Subject;
  readonly allowance: Allowance;
  readonly onDone: () => void;
}

function Form({ subject, allowance, onDone }: FormProps) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(allowance));
  const save = useMutation({
    mutationFn: () =>
      answer(
        client.PUT("/admin/api/allowances/{subject}/{id}", {
          params: { path: { subject: subject.kind, id: subject.id } },
          body: allowanceOf(draft),
        }),
      ),
    onSuccess: async (saved) => {
      queries.setQueryData(allowanceQuery(subject).queryKey, saved);
      await queries.invalidateQueries({ queryKey: ["standings"] });
      notify("success", "The limits and budgets were saved");
      onDone();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Box component="form" noValidate onSubmit={submit} sx={{ display: "flex", flexDirection: "column", gap: 3, pt: 2 }}>
      <AllowanceFields draft={draft} onChange={setDraft} />
      {save.isError && <ProblemNote error={save.error} />}
      <Box sx={{ display: "flex", gap: 2, justifyContent: "flex-end" }}>
        <Button color="inherit" variant="outlined" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" variant="contained" disabled={problemsOf(draft).size > 0} loading={save.isPending}>
          Save
        </Button>
      </Box>
    </Box>
  );
}

/** How much a key, a user or a team may use, how much of it is used now, and the form that changes it. */
export function AllowanceSection({ subject }: { readonly subject: Subject }) {
  const standing = useQuery(standingOf(subject));
  const allowance = useQuery(allowanceQuery(subject));
  const [editing, setEditing] = useState(false);
  const gauges = standing.data === undefined ? [] : gaugesOf(standing.data);
  const failed = standing.error ?? allowance.error;
  return (
    <>
      <Group title="Spent, by the books">
        {standing.data === undefined && standing.isPending && <Skeleton height={64} />}
        {standing.data !== undefined && (
          <Facts>
            <Fact name="Today (UTC)">
              <Money value={nanos(standing.data.spent_today_nano_usd)} />
            </Fact>
            <Fact name="This month (UTC)">
              <Money value={nanos(standing.data.spent_this_month_nano_usd)} />
            </Fact>
          </Facts>
        )}
      </Group>
      <Group
        title="Limits and budgets"
        action={
          !editing && (
            <Guarded
              size="small"
              variant="outlined"
              color="inherit"
              aria-label="Change the limits and budgets"
              disabled={allowance.data === undefined}
              onClick={() => setEditing(true)}
            >
              Change
            </Guarded>
          )
        }
      >
        {failed !== null && (
          <ProblemNote
            error={failed}
            onRetry={() => {
              void standing.refetch();
              void allowance.refetch();
            }}
          />
        )}
        {editing && allowance.data !== undefined ? (
          <Form subject={subject} allowance={allowance.data} onDone={() => setEditing(false)} />
        ) : (
          <>
            {standing.isPending && <Skeleton height={96} />}
            {standing.isSuccess && gauges.length === 0 && (
              <Box sx={{ fontSize: "0.8125rem", color: "text.secondary" }}>
                None of its own. What holds for others who have a say still holds.
              </Box>
            )}
            <Box component="ul" aria-label="As it stands now" sx={{ listStyle: "none", m: 0, p: 0 }}>
              {gauges.map((gauge) => (
                <GaugeBar key={gauge.id} gauge={gauge} />
              ))}
            </Box>
          </>
        )}
      </Group>
    </>
  );
}
