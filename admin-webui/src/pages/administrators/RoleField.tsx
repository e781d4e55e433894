import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import type { Colleague } from "../../api/answers";
import { roles } from "./roles";

type Role = Colleague["role"];

export function RoleField({ role, onChange }: { readonly role: Role; readonly onChange: (role: Role) => void }) {
  return (
    <TextField
      select
      label="Role"
      value={role}
      helperText={roles.find(([each]) => each === role)?.[2]}
      onChange={(event) => onChange(event.target.value as Role)}
    >
      {roles.map(([value, label]) => (
        <MenuItem key={value} value={value}>
          {label}
        </MenuItem>
      ))}
    </TextField>
  );
}
