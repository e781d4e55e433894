import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import MenuItem from "@mui/material/MenuItem";
import Skeleton from "@mui/material/Skeleton";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { RegistrationRules } from "../../api/answers";
import { answer, client } from "../../api/client";
import { ConflictNote, isConflict } from "../../changes/ConflictNote";
import { differences, type Facts } from "../../changes/facts";
import { notify } from "../../feedback/notices";
import { ProblemNote } from "../../feedback/ProblemNote";
import { Guarded } from "../../tables/Guarded";

const path = "/admin/api/registration";
const rulesNow = queryOptions({
  queryKey: ["registration"],
  queryFn: ({ signal }) => answer(client.GET(path, { signal })),
});

type Policy = RegistrationRules["policy"];

const policies: readonly (readonly [Policy, string])[] = [
  ["open", "Everybody who comes"],
  ["invite", "Who is invited"],
  ["closed", "Nobody by themselves"],
];

function told(policy: Policy): string {
  return policies.find(([name]) => name === policy)?.[1] ?? policy;
}

function factsOf({ policy, domains }: Pick<RegistrationRules, "policy" | "domains">): Facts {
  return new Map([
    ["Who", told(policy)],
    ["Domains", domains.join(", ") || "all"],
  ]);
}

function domainsIn(text: string): string[] {
  return text.split(/[\s,;]+/).filter((each) => each !== "");
}

function Form({ rules, onDone }: { readonly rules: RegistrationRules; readonly onDone: () => void }) {
  const queries = useQueryClient();
  const [known, setKnown] = useState(rules);
  const [theirs, setTheirs] = useState<RegistrationRules | null>(null);
  const [policy, setPolicy] = useState<Policy>(rules.policy);
  const [domains, setDomains] = useState(rules.domains.join("\n"));
  const save = useMutation({
    mutationFn: () =>
      answer(client.PUT(path, { body: { policy, domains: domainsIn(domains), version: known.version } })),
    onSuccess: (saved) => {
      queries.setQueryData(rulesNow.queryKey, saved);
      notify("success", "Saved: it holds on every instance from now on");
      onDone();
    },
    onError: async (error) => {
      if (isConflict(error)) setTheirs(await queries.fetchQuery({ ...rulesNow, staleTime: 0 }));
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  const goOn = (mine: boolean): void => {
    if (theirs === null) return;
    setKnown(theirs);
    if (!mine) {
      setPolicy(theirs.policy);
      setDomains(theirs.domains.join("\n"));
    }
    setTheirs(null);
    save.reset();
  };
  return (
    <Box component="form" noValidate onSubmit={submit} sx={{ display: "flex", flexDirection: "column", gap: 3 }}>
      <TextField
        select
        label="Who may register"
        value={policy}
        onChange={(event) => setPolicy(event.target.value as Policy)}
      >
        {policies.map(([name, label]) => (
          <MenuItem key={name} value={name}>
            {label}
          </MenuItem>
        ))}
      </TextField>
      {policy === "open" && (
        <TextField
          label="Only addresses of these domains"
          value={domains}
          multiline
          helperText="One a line, such as example.com; empty: all. Invitations are for any address."
          onChange={(event) => setDomains(event.target.value)}
        />
      )}
      {save.isError && (
        <ConflictNote
          error={save.error}
          theirs={theirs === null ? null : differences(factsOf(known), factsOf(theirs))}
          onTakeTheirs={() => goOn(false)}
          onKeepMine={() => goOn(true)}
        />
      )}
      <Box sx={{ display: "flex", gap: 2 }}>
        <Button type="submit" variant="contained" loading={save.isPending}>
          Save
        </Button>
        <Button color="inherit" variant="outlined" onClick={onDone}>
          Cancel
        </Button>
      </Box>
    </Box>
  );
}

/** Who may open an account without an invitation: what is chosen here wins over the settings. */
export function Registration() {
  const queries = useQueryClient();
  const rules = useQuery(rulesNow);
  const [changing, setChanging] = useState(false);
  const forget = useMutation({
    mutationFn: () => answer(client.DELETE(path)),
    onSuccess: (saved) => {
      queries.setQueryData(rulesNow.queryKey, saved);
      notify("success", "The settings hold again");
    },
  });
  if (rules.isPending) return <Skeleton height={64} />;
  if (rules.isError) return <ProblemNote error={rules.error} onRetry={() => void rules.refetch()} />;
  const { policy, domains, is_chosen, settings } = rules.data;
  const whom = (of: Pick<RegistrationRules, "policy" | "domains">) =>
    told(of.policy) + (of.policy === "open" && of.domains.length > 0 ? ` at ${of.domains.join(", ")}` : "");
  return (
    <Box component="section" aria-label="Who may register" sx={{ display: "flex", flexDirection: "column", gap: 2 }}>
      <Typography variant="h3" component="h3">
        Who may register
      </Typography>
      {changing ? (
        <Form rules={rules.data} onDone={() => setChanging(false)} />
      ) : (
        <>
          <Typography sx={{ overflowWrap: "anywhere" }}>
            {whom({ policy, domains })}
            <Typography component="span" variant="caption" sx={{ display: "block", color: "text.secondary" }}>
              {is_chosen ? `Chosen here; the settings say: ${whom(settings)}` : "As the settings say"}
            </Typography>
          </Typography>
          {forget.isError && <ProblemNote error={forget.error} />}
          <Box sx={{ display: "flex", gap: 2 }}>
            <Guarded
              size="small"
              color="inherit"
              variant="outlined"
              aria-label="Change who may register"
              onClick={() => setChanging(true)}
            >
              Change
            </Guarded>
            {is_chosen && (
              <Guarded size="small" color="inherit" loading={forget.isPending} onClick={() => forget.mutate()}>
                Back to the settings
              </Guarded>
            )}
          </Box>
        </>
      )}
    </Box>
  );
}
