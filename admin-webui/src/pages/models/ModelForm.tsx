import Autocomplete from "@mui/material/Autocomplete";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Checkbox from "@mui/material/Checkbox";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import FormControlLabel from "@mui/material/FormControlLabel";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { type FormEvent, useState } from "react";
import { LinesField } from "../../access/LinesField";
import type { Assortment, KnownModel } from "../../api/answers";
import { Disclosure } from "../../feedback/Disclosure";
import { ProblemNote } from "../../feedback/ProblemNote";
import { plural } from "../../format/numbers";
import { useChange } from "./changing";
import { useDiscovered } from "./discovered";
import { definitionOf, draftOf, emptyModel, hasOwn, type ModelDraft, problemsOf, rates } from "./draft";
import { withModel } from "./offer";
import { PlacesField } from "./PlacesField";

const rateNames = {
  input: "Input",
  output: "Output",
  cache_read: "Cached input",
  cache_write: "Cache write",
} as const;

const ownStays = "What the configuration says stays there; what is saved here goes before it";

interface Props {
  readonly found: Assortment;
  /** `null`: a new one. */
  readonly changed: KnownModel | null;
  readonly onClose: () => void;
}

/** One model. What has no field here is a field of JSON, so that nothing set in a file is lost. */
export function ModelForm({ found, changed, onClose }: Props) {
  const [draft, setDraft] = useState(changed === null ? emptyModel : draftOf(changed.definition));
  const [told, setTold] = useState(false);
  const saving = useChange(
    `${draft.name} was saved`,
    onClose,
    changed === null ? null : { kind: "models", name: changed.name },
  );
  const discovered = useDiscovered(draft.provider);
  const problems = problemsOf(draft);
  const put = (change: Partial<ModelDraft>): void => setDraft({ ...draft, ...change });
  const problem = (name: string): string | null => (told ? (problems.get(name) ?? null) : null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTold(true);
    if (problems.size === 0) saving.mutate(withModel(definitionOf(draft), changed?.name ?? null));
  };
  const providers = found.providers.map(({ name }) => name);
  const priceOwn = hasOwn(draft.rest, "price");
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="model-form">
      <Box
        component="form"
        noValidate
        onSubmit={submit}
        sx={{ display: "flex", flexDirection: "column", minHeight: 0, overflow: "hidden" }}
      >
        <DialogTitle id="model-form">{changed === null ? "Add a model" : `Edit ${changed.name}`}</DialogTitle>
        <DialogContent sx={{ display: "flex", flexDirection: "column", gap: 4 }}>
          <TextField
            sx={{ mt: 2 }}
            select
            required
            label="Provider"
            value={draft.provider}
            error={problem("provider") !== null}
            helperText={problem("provider") ?? (changed?.whose === "operator" ? ownStays : "Who serves it")}
            onChange={(event) => put({ provider: event.target.value })}
          >
            {providers.map((name) => (
              <MenuItem key={name} value={name}>
                {name}
              </MenuItem>
            ))}
          </TextField>
          <Autocomplete
            freeSolo
            options={discovered.names}
            loading={discovered.loading}
            inputValue={draft.upstream}
            onInputChange={(_, upstream) => put({ upstream })}
            renderInput={(params) => (
              <TextField
                {...params}
                label="Model at the provider"
                helperText={discovered.note ?? "Its name there; when empty, the one below"}
              />
            )}
          />
          <TextField
            label="Name"
            required
            value={draft.name}
            error={problem("name") !== null}
            helperText={problem("name") ?? "What people choose and clients send as model"}
            slotProps={{ htmlInput: { spellCheck: false, autoCapitalize: "off", maxLength: 128 } }}
            onChange={(event) => put({ name: event.target.value })}
          />
          <TextField label="Shown as" value={draft.label} onChange={(event) => put({ label: event.target.value })} />
          {priceOwn ? (
            <Box sx={{ display: "grid", gridTemplateColumns: { xs: "1fr 1fr", sm: "repeat(4, 1fr)" }, gap: 2 }}>
              {rates.map((rate) => (
                <TextField
                  key={rate}
                  label={rateNames[rate]}
                  value={draft.price[rate]}
                  error={problem(rate) !== null}
                  helperText={problem(rate) ?? "$ a million"}
                  slotProps={{ htmlInput: { inputMode: "decimal" } }}
                  onChange={(event) => put({ price: { ...draft.price, [rate]: event.target.value } })}
                />
              ))}
            </Box>
          ) : (
            <Box sx={{ color: "text.secondary" }}>Its price has several versions: see the JSON below.</Box>
          )}
          <Disclosure
            title="More places, and what happens when one fails"
            summary={draft.places.length === 0 ? "One place" : plural(draft.places.length + 1, "place")}
          >
            <PlacesField draft={draft} providers={providers} problem={problem} onChange={put} />
          </Disclosure>
          <Disclosure title="Names, context and use" summary={draft.isDefault ? "For new conversations" : "As usual"}>
            <Box sx={{ display: "grid", gap: 4 }}>
              <LinesField
                label="Other names"
                help="One to a line; clients may send these too"
                text={draft.aliases}
                problem={null}
                onChange={(aliases) => put({ aliases })}
              />
              <TextField
                label="Context, in tokens"
                value={draft.contextTokens}
                error={problem("contextTokens") !== null}
                helperText={problem("contextTokens") ?? "When empty, what is known of the model"}
                slotProps={{ htmlInput: { inputMode: "numeric" } }}
                onChange={(event) => put({ contextTokens: event.target.value })}
              />
              <FormControlLabel
                label="For new conversations"
                control={
                  <Checkbox checked={draft.isDefault} onChange={(event) => put({ isDefault: event.target.checked })} />
                }
              />
              <FormControlLabel
                label="Serve it without a known price (its calls are flagged, and cost nothing)"
                control={
                  <Checkbox checked={draft.unpriced} onChange={(event) => put({ unpriced: event.target.checked })} />
                }
              />
            </Box>
          </Disclosure>
          <Disclosure title="Other settings" summary={draft.rest.trim() === "" ? "None" : "JSON, as in parley.toml"}>
            <LinesField
              label="JSON"
              help="Such as capabilities, limits, budgets and timeouts: parley.toml.example explains each"
              text={draft.rest}
              problem={problem("rest")}
              onChange={(rest) => put({ rest })}
            />
          </Disclosure>
          {told && problems.size > 0 && (
            <Box role="alert" sx={{ color: "error.main" }}>
              Something above needs a look.
            </Box>
          )}
          {saving.isError && <ProblemNote error={saving.error} />}
        </DialogContent>
        <DialogActions>
          <Button color="inherit" variant="outlined" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="contained" loading={saving.isPending}>
            {changed === null ? "Add model" : "Save"}
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}
