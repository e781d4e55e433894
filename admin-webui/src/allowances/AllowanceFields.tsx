import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import FormHelperText from "@mui/material/FormHelperText";
import IconButton from "@mui/material/IconButton";
import InputAdornment from "@mui/material/InputAdornment";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import Tooltip from "@mui/material/Tooltip";
import { Plus, Trash2 } from "lucide-react";
import { useId } from "react";
import { type BudgetDraft, type Draft, mostBudgets, problemsOf, type Window, windows, withBudget } from "./draft";

const zones: readonly string[] = ["UTC", ...Intl.supportedValuesOf("timeZone")];

function here(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

const counts = [
  ["requests", "Requests a minute"],
  ["tokens", "Tokens a minute"],
  ["parallel", "Calls at once"],
] as const;

interface BudgetProps {
  readonly budget: BudgetDraft;
  readonly number: number;
  readonly problems: ReadonlyMap<string, string>;
  readonly zoneList: string;
  readonly onChange: (changes: Partial<BudgetDraft>) => void;
  readonly onRemove: () => void;
}

function BudgetRow({ budget, number, problems, zoneList, onChange, onRemove }: BudgetProps) {
  const { id, window, amount, hard, zone } = budget;
  const twice = problems.get(`budget ${id}`);
  return (
    <Box component="fieldset" sx={{ border: 0, p: 0, m: 0, minWidth: 0 }}>
      <Box component="legend" className="visually-hidden">{`Budget ${number}`}</Box>
      <Box
        sx={{
          display: "grid",
          gridTemplateColumns: { xs: "1fr 1fr auto", sm: "1fr 1fr 1fr 1.3fr auto" },
          gap: 2,
          alignItems: "flex-start",
        }}
      >
        <TextField
          select
          size="small"
          label="Window"
          value={window}
          onChange={(event) => onChange({ window: event.target.value as Window })}
        >
          {windows.map(([name, label]) => (
            <MenuItem key={name} value={name}>
              {label}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          size="small"
          label="Amount"
          value={amount}
          error={amount !== "" && problems.has(`amount ${id}`)}
          helperText={amount === "" ? null : problems.get(`amount ${id}`)}
          slotProps={{
            htmlInput: { inputMode: "decimal", maxLength: 24 },
            input: { startAdornment: <InputAdornment position="start">$</InputAdornment> },
          }}
          onChange={(event) => onChange({ amount: event.target.value })}
        />
        <TextField
          select
          size="small"
          label="Kind"
          value={hard ? "hard" : "soft"}
          sx={{ gridColumn: { xs: "1", sm: "auto" }, gridRow: { xs: "2", sm: "auto" } }}
          onChange={(event) => onChange({ hard: event.target.value === "hard" })}
        >
          <MenuItem value="hard">Hard</MenuItem>
          <MenuItem value="soft">Soft</MenuItem>
        </TextField>
        <TextField
          size="small"
          label="Time zone"
          value={zone}
          error={problems.has(`zone ${id}`)}
          helperText={problems.get(`zone ${id}`)}
          sx={{ gridRow: { xs: "2", sm: "auto" } }}
          slotProps={{ htmlInput: { list: zoneList, maxLength: 64, autoComplete: "off" } }}
          onChange={(event) => onChange({ zone: event.target.value })}
        />
        <Tooltip title="Remove this budget">
          <IconButton aria-label={`Remove budget ${number}`} onClick={onRemove}>
            <Trash2 size={16} aria-hidden="true" />
          </IconButton>
        </Tooltip>
      </Box>
      {twice !== undefined && <FormHelperText error>{twice}</FormHelperText>}
    </Box>
  );
}

/** The fields of limits and budgets, for a key, a user or a team. */
export function AllowanceFields({
  draft,
  onChange,
}: {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}) {
  const zoneList = useId();
  const problems = problemsOf(draft);
  return (
    <Box sx={{ display: "flex", flexDirection: "column", gap: 4 }}>
      <Box sx={{ display: "grid", gridTemplateColumns: { xs: "1fr", sm: "repeat(3, 1fr)" }, gap: 2 }}>
        {counts.map(([name, label]) => (
          <TextField
            key={name}
            size="small"
            label={label}
            value={draft[name]}
            placeholder="No limit"
            error={problems.has(name)}
            helperText={problems.get(name)}
            slotProps={{ inputLabel: { shrink: true }, htmlInput: { inputMode: "numeric", maxLength: 20 } }}
            onChange={(event) => onChange({ ...draft, [name]: event.target.value })}
          />
        ))}
      </Box>
      <datalist id={zoneList}>
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      {draft.budgets.map((budget, place) => (
        <BudgetRow
          key={budget.id}
          budget={budget}
          number={place + 1}
          problems={problems}
          zoneList={zoneList}
          onChange={(changes) =>
            onChange({
              ...draft,
              budgets: draft.budgets.map((each) => (each.id === budget.id ? { ...each, ...changes } : each)),
            })
          }
          onRemove={() => onChange({ ...draft, budgets: draft.budgets.filter(({ id }) => id !== budget.id) })}
        />
      ))}
      <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", columnGap: 3, rowGap: 1 }}>
        <Button
          color="inherit"
          variant="outlined"
          size="small"
          disabled={draft.budgets.length >= mostBudgets}
          startIcon={<Plus size={14} aria-hidden="true" />}
          onClick={() => onChange(withBudget(draft, here()))}
        >
          Add a budget
        </Button>
        <Box component="span" sx={{ flex: 1, minWidth: 200, fontSize: "0.75rem", color: "text.secondary" }}>
          A hard budget refuses calls that it cannot pay; a soft one is only told.
        </Box>
      </Box>
    </Box>
  );
}
