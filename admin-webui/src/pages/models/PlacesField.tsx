import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { X } from "lucide-react";
import { LinesField } from "../../access/LinesField";
import { hasOwn, type ModelDraft, type Place, strategies } from "./draft";

interface Props {
  readonly draft: ModelDraft;
  readonly providers: readonly string[];
  readonly problem: (name: string) => string | null;
  readonly onChange: (change: Partial<ModelDraft>) => void;
}

/** Where else the model is served, who is asked first, and which models answer in its stead. */
export function PlacesField({ draft, providers, problem, onChange }: Props) {
  const put = (index: number, change: Partial<Place>): void => {
    const place = draft.places[index];
    if (place !== undefined) onChange({ places: draft.places.with(index, { ...place, ...change }) });
  };
  return (
    <Box sx={{ display: "grid", gap: 4 }}>
      {!hasOwn(draft.rest, "deployments") && (
        <Box sx={{ color: "text.secondary" }}>Its places have prices of their own: see the JSON below.</Box>
      )}
      {draft.places.map((place, index) => (
        <Box key={index} role="group" aria-label={`Place ${index + 2}`} sx={{ display: "flex", gap: 2 }}>
          <TextField
            select
            label="Provider"
            sx={{ flex: 1 }}
            value={place.provider}
            error={problem(`places.${index}.provider`) !== null}
            helperText={problem(`places.${index}.provider`)}
            onChange={(event) => put(index, { provider: event.target.value })}
          >
            {providers.map((name) => (
              <MenuItem key={name} value={name}>
                {name}
              </MenuItem>
            ))}
          </TextField>
          <TextField
            label="Its name for it"
            sx={{ flex: 1 }}
            value={place.upstream}
            onChange={(event) => put(index, { upstream: event.target.value })}
          />
          <TextField
            label="Weight"
            sx={{ width: 96 }}
            value={place.weight}
            error={problem(`places.${index}.weight`) !== null}
            helperText={problem(`places.${index}.weight`)}
            slotProps={{ htmlInput: { inputMode: "numeric" } }}
            onChange={(event) => put(index, { weight: event.target.value })}
          />
          <IconButton
            aria-label={`Remove place ${index + 2}`}
            onClick={() => onChange({ places: draft.places.filter((_, at) => at !== index) })}
          >
            <X size={16} aria-hidden="true" />
          </IconButton>
        </Box>
      ))}
      <Box>
        <Button
          variant="outlined"
          onClick={() => onChange({ places: [...draft.places, { provider: "", upstream: "", weight: "1" }] })}
        >
          Add a place
        </Button>
      </Box>
      {draft.places.length > 0 && (
        <TextField
          label="Weight of the first place"
          value={draft.weight}
          error={problem("weight") !== null}
          helperText={problem("weight")}
          slotProps={{ htmlInput: { inputMode: "numeric" } }}
          onChange={(event) => onChange({ weight: event.target.value })}
        />
      )}
      <TextField
        select
        label="Which is asked first"
        value={draft.strategy}
        onChange={(event) => onChange({ strategy: event.target.value })}
      >
        {Object.entries(strategies).map(([value, label]) => (
          <MenuItem key={value} value={value}>
            {label}
          </MenuItem>
        ))}
      </TextField>
      <LinesField
        label="Models that answer in its stead"
        help="One to a line, asked in this order when all its places fail"
        text={draft.fallbacks}
        problem={null}
        onChange={(fallbacks) => onChange({ fallbacks })}
      />
    </Box>
  );
}
