import TextField from "@mui/material/TextField";

interface Props {
  readonly label: string;
  readonly help: string;
  readonly text: string;
  readonly problem: string | null;
  readonly onChange: (text: string) => void;
}

/** Several of a kind, one to a line. */
export function LinesField({ label, help, text, problem, onChange }: Props) {
  return (
    <TextField
      label={label}
      multiline
      minRows={2}
      maxRows={8}
      value={text}
      error={problem !== null}
      helperText={problem ?? help}
      slotProps={{ htmlInput: { spellCheck: false, autoCapitalize: "off" } }}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
