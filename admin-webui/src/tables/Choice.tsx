import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";

interface Props {
  readonly label: string;
  readonly value: string | undefined;
  readonly any: string;
  readonly among: readonly (readonly [string, string])[];
  readonly width?: number;
  readonly onChoose: (value: string | null) => void;
}

/** One of a few values of a filter, or any. */
export function Choice({ label, value, any, among, width = 138, onChoose }: Props) {
  return (
    <TextField
      select
      label={label}
      size="small"
      value={value ?? ""}
      sx={{ width }}
      slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
      onChange={(event) => onChoose(event.target.value === "" ? null : event.target.value)}
    >
      <MenuItem value="">{any}</MenuItem>
      {among.map(([name, text]) => (
        <MenuItem key={name} value={name}>
          {text}
        </MenuItem>
      ))}
    </TextField>
  );
}
