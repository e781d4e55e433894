import TextField from "@mui/material/TextField";

export function CodeField({ autoFocus = false }: { readonly autoFocus?: boolean }) {
  return (
    <TextField
      name="code"
      label="Code"
      autoComplete="one-time-code"
      helperText="Six digits of your authenticator, or a backup code."
      required
      fullWidth
      autoFocus={autoFocus}
      slotProps={{ htmlInput: { maxLength: 20, autoCapitalize: "none", spellCheck: false } }}
    />
  );
}

export function PasswordField({ autoFocus = false }: { readonly autoFocus?: boolean }) {
  return (
    <TextField
      name="password"
      type="password"
      label="Your password"
      autoComplete="current-password"
      required
      fullWidth
      autoFocus={autoFocus}
    />
  );
}
