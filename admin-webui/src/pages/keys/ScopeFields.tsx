import Box from "@mui/material/Box";
import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import FormHelperText from "@mui/material/FormHelperText";
import { LinesField } from "../../access/LinesField";
import { networksProblem, patternsProblem } from "../../access/patterns";
import { type Endpoint, endpoints, type ScopeDraft } from "./scope";

/** What a key may be used for. */
export function ScopeFields({
  draft,
  onChange,
}: {
  readonly draft: ScopeDraft;
  readonly onChange: (draft: ScopeDraft) => void;
}) {
  const toggle = (name: Endpoint): void => {
    const others = draft.endpoints.filter((each) => each !== name);
    onChange({ ...draft, endpoints: draft.endpoints.includes(name) ? others : [...others, name] });
  };
  return (
    <Box sx={{ display: "flex", flexDirection: "column", gap: 4 }}>
      <LinesField
        label="Models"
        help="Names, one to a line; * stands for any text. The owner's models hold as well."
        text={draft.models}
        problem={patternsProblem(draft.models)}
        onChange={(models) => onChange({ ...draft, models })}
      />
      <LinesField
        label="From these addresses"
        help="Ranges such as 10.0.0.0/8, one to a line. With none, from anywhere."
        text={draft.networks}
        problem={networksProblem(draft.networks)}
        onChange={(networks) => onChange({ ...draft, networks })}
      />
      <Box component="fieldset" sx={{ border: 0, p: 0, m: 0, minWidth: 0 }}>
        <Box component="legend" sx={{ fontSize: "0.8125rem", color: "text.secondary", mb: 1, p: 0 }}>
          Endpoints
        </Box>
        <Box sx={{ display: "grid", gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr" } }}>
          {endpoints.map(([name, label]) => (
            <FormControlLabel
              key={name}
              label={label}
              control={<Checkbox size="small" checked={draft.endpoints.includes(name)} onChange={() => toggle(name)} />}
              slotProps={{ typography: { variant: "body2" } }}
              sx={{ m: 0 }}
            />
          ))}
        </Box>
        {draft.endpoints.length === 0 && <FormHelperText error>Choose at least one endpoint.</FormHelperText>}
      </Box>
    </Box>
  );
}
