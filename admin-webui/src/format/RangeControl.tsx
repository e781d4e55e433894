import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Popover from "@mui/material/Popover";
import TextField from "@mui/material/TextField";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { CalendarRange } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useAddress } from "../app/address";
import {
  type DayRange,
  type PresetName,
  presetOf,
  presetRange,
  presets,
  rangeFromAddress,
  rangeProblem,
} from "./range";
import { dayOf, shortDay } from "./times";

export function useRange(otherwise: PresetName): readonly [DayRange, (range: DayRange) => void] {
  const [search, change] = useAddress();
  const range = rangeFromAddress(search, dayOf(new Date()), otherwise);
  return [range, ({ from, to }) => change({ from, to })];
}

export function RangeControl({
  range,
  onChoose,
}: {
  readonly range: DayRange;
  readonly onChoose: (range: DayRange) => void;
}) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const today = dayOf(new Date());
  const chosen = presetOf(range, today);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const entered = new FormData(event.currentTarget);
    const custom = { from: String(entered.get("from")), to: String(entered.get("to")) };
    const found = rangeProblem(custom.from, custom.to);
    setProblem(found);
    if (found !== null) return;
    onChoose(custom);
    setAnchor(null);
  };
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", gap: 2 }}>
      <ToggleButtonGroup exclusive size="small" value={chosen} aria-label="Time range, in UTC days">
        {presets.map(({ name, label }) => (
          <ToggleButton key={name} value={name} onClick={() => onChoose(presetRange(name, today))}>
            {label}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <Button
        color="inherit"
        variant="outlined"
        startIcon={<CalendarRange size={16} aria-hidden="true" />}
        aria-haspopup="dialog"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {chosen === null ? `${shortDay(range.from)} – ${shortDay(range.to)}` : "Custom"}
      </Button>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: "bottom", horizontal: "left" }}
        slotProps={{
          paper: {
            role: "dialog",
            "aria-label": "Choose the days",
            sx: { p: 4, width: 280, border: 1, borderColor: "divider", borderRadius: "10px" },
          },
        }}
      >
        <Box component="form" noValidate onSubmit={submit} sx={{ display: "flex", flexDirection: "column", gap: 4 }}>
          <TextField
            name="from"
            type="date"
            label="First day (UTC)"
            size="small"
            defaultValue={range.from}
            autoFocus
            slotProps={{ inputLabel: { shrink: true } }}
          />
          <TextField
            name="to"
            type="date"
            label="Last day (UTC)"
            size="small"
            defaultValue={range.to}
            error={problem !== null}
            helperText={problem}
            slotProps={{ inputLabel: { shrink: true } }}
          />
          <Button type="submit" variant="contained">
            Show these days
          </Button>
        </Box>
      </Popover>
    </Box>
  );
}
