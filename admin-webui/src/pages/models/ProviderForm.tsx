import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { Assortment, KnownProvider } from "../../api/answers";
import { answer, client } from "../../api/client";
import { ProblemNote } from "../../feedback/ProblemNote";
import { plural } from "../../format/numbers";
import { useChange } from "./changing";
import { type Settings, withProvider } from "./offer";

export const kinds = {
  openai_compatible: "OpenAI (any address)",
  openai: "OpenAI",
  anthropic: "Anthropic",
  google: "Google Gemini",
} as const;

const providerName = /^[a-z0-9][a-z0-9_-]{0,63}$/;

interface Props {
  readonly found: Assortment;
  /** `null`: a new one. */
  readonly changed: KnownProvider | null;
  readonly onClose: () => void;
}

/** A place that serves models. Its key goes in and never comes out. */
export function ProviderForm({ found, changed, onClose }: Props) {
  const [name, setName] = useState(changed?.name ?? "");
  const [kind, setKind] = useState(changed?.kind ?? "openai_compatible");
  const [address, setAddress] = useState(changed?.base_url ?? "");
  const [key, setKey] = useState("");
  const saving = useChange(
    `${name} was saved`,
    onClose,
    changed === null ? null : { kind: "providers", name: changed.name },
  );
  const settings: Settings = { kind, ...(address.trim() === "" ? {} : { base_url: address.trim() }) };
  const testing = useMutation({
    mutationFn: () =>
      answer(
        client.POST("/admin/api/offer/discover", {
          body: { name, settings, ...(key === "" ? {} : { api_key: key }) },
        }),
      ),
  });
  const taken = changed === null && found.providers.some((each) => each.name === name);
  const nameProblem =
    name === "" || providerName.test(name)
      ? taken
        ? "There is one of this name"
        : null
      : "Small letters, digits, _ and -";
  const ready = name !== "" && nameProblem === null && (kind !== "openai_compatible" || address.trim() !== "");
  const moved = changed !== null && (kind !== changed.kind || (address.trim() || null) !== changed.base_url);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) saving.mutate(withProvider(name, settings, key));
  };
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby="provider-form">
      <Box
        component="form"
        noValidate
        onSubmit={submit}
        sx={{ display: "flex", flexDirection: "column", minHeight: 0, overflow: "hidden" }}
      >
        <DialogTitle id="provider-form">{changed === null ? "Add a provider" : `Edit ${changed.name}`}</DialogTitle>
        <DialogContent sx={{ display: "flex", flexDirection: "column", gap: 4 }}>
          <TextField
            sx={{ mt: 2 }}
            label="Name"
            required
            disabled={changed !== null}
            value={name}
            error={nameProblem !== null}
            helperText={nameProblem ?? "How models refer to it, for example groq"}
            slotProps={{ htmlInput: { spellCheck: false, autoCapitalize: "off" } }}
            onChange={(event) => setName(event.target.value)}
          />
          <TextField select label="Speaks like" value={kind} onChange={(event) => setKind(event.target.value)}>
            {Object.entries(kinds).map(([value, label]) => (
              <MenuItem key={value} value={value}>
                {label}
              </MenuItem>
            ))}
          </TextField>
          <TextField
            label="Address"
            required={kind === "openai_compatible"}
            value={address}
            placeholder="https://api.example.com/v1"
            helperText={kind === "openai_compatible" ? "With the version, such as /v1" : "Empty for the vendor's own"}
            slotProps={{ htmlInput: { inputMode: "url", spellCheck: false } }}
            onChange={(event) => setAddress(event.target.value)}
          />
          <TextField
            label="Key"
            type="password"
            autoComplete="off"
            value={key}
            helperText={
              changed?.has_key && !moved ? "One is set; empty keeps it" : "Kept encrypted; it is never shown again"
            }
            onChange={(event) => setKey(event.target.value)}
          />
          {testing.isSuccess && (
            <Alert severity="success">
              It answers, and has {plural(testing.data.models.length, "model")}
              {testing.data.models.length > 0 && `: ${testing.data.models.slice(0, 5).join(", ")}`}
              {testing.data.models.length > 5 && " …"}
            </Alert>
          )}
          {testing.isError && <ProblemNote error={testing.error} />}
          {saving.isError && <ProblemNote error={saving.error} />}
        </DialogContent>
        <DialogActions>
          <Button
            color="inherit"
            sx={{ mr: "auto" }}
            disabled={!ready}
            loading={testing.isPending}
            onClick={() => testing.mutate()}
          >
            Test connection
          </Button>
          <Button color="inherit" variant="outlined" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="contained" disabled={!ready} loading={saving.isPending}>
            {changed === null ? "Add provider" : "Save"}
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}
