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
import { patternsTold } from "../../access/patterns";
import { AllowanceFields } from "../../allowances/AllowanceFields";
import { allowanceOf, nothingAllowedFor, problemsOf } from "../../allowances/draft";
import { answer, client } from "../../api/client";
import { Disclosure } from "../../feedback/Disclosure";
import { ProblemNote } from "../../feedback/ProblemNote";
import { plural } from "../../format/numbers";
import { endOf, type Lifetime, lifetimes } from "./expiry";
import { type Owner, OwnerField } from "./OwnerField";
import { ScopeFields } from "./ScopeFields";
import { Secret } from "./Secret";
import { endpointsTold, everything, networksTold, scopeOf, scopeProblem } from "./scope";

const nameMost = 80;

function allowanceTold(draft: typeof nothingAllowedFor): string {
  const limits = [draft.requests, draft.tokens, draft.parallel].filter((text) => text.trim() !== "").length;
  const parts = [
    ...(limits === 0 ? [] : [plural(limits, "limit")]),
    ...(draft.budgets.length === 0 ? [] : [plural(draft.budgets.length, "budget")]),
  ];
  return parts.length === 0 ? "None of its own" : parts.join(", ");
}

/** Makes a key for a team or a user and shows its text once. */
export default function NewKey({ onClose }: { readonly onClose: () => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [owner, setOwner] = useState<Owner>({ kind: "team", id: "" });
  const [lifetime, setLifetime] = useState<Lifetime>("never");
  const [scope, setScope] = useState(everything);
  const [allowance, setAllowance] = useState(nothingAllowedFor);
  const create = useMutation({
    mutationFn: () =>
      answer(
        client.POST("/admin/api/keys", {
          body: {
            name,
            owner_kind: owner.kind,
            owner_id: owner.id,
            expires_at: endOf(lifetime, new Date()),
            scope: scopeOf(scope),
            ...allowanceOf(allowance),
          },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["keys"] });
      await queries.invalidateQueries({ queryKey: ["standings"] });
    },
  });
  if (create.isSuccess) return <Secret made={create.data} onClose={onClose} />;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate();
  };
  const { models, endpoints, networks } = scopeOf(scope);
  const scopeWrong = scopeProblem(scope);
  const told = [patternsTold(models), endpointsTold(endpoints), networksTold(networks)].join(" · ");
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="new-key">
      <Box
        component="form"
        noValidate
        onSubmit={submit}
        sx={{ display: "flex", flexDirection: "column", minHeight: 0, overflow: "hidden" }}
      >
        <DialogTitle id="new-key">New key</DialogTitle>
        <DialogContent sx={{ display: "flex", flexDirection: "column", gap: 4 }}>
          <TextField
            sx={{ mt: 2 }}
            label="Name"
            helperText={
              name.length > nameMost
                ? `A key's name has at most ${nameMost} characters.`
                : "What uses it, for example Cursor or a build"
            }
            error={name.length > nameMost}
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
          <Disclosure title="Scope" summary={scopeWrong ?? told}>
            <ScopeFields draft={scope} onChange={setScope} />
          </Disclosure>
          <Disclosure title="Limits and budgets" summary={allowanceTold(allowance)}>
            <AllowanceFields draft={allowance} onChange={setAllowance} />
          </Disclosure>
          {create.isError && <ProblemNote error={create.error} />}
        </DialogContent>
        <DialogActions>
          <Button color="inherit" variant="outlined" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            variant="contained"
            disabled={
              name.trim() === "" ||
              name.length > nameMost ||
              owner.id === "" ||
              scopeWrong !== null ||
              problemsOf(allowance).size > 0
            }
            loading={create.isPending}
          >
            Create key
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}
