import InputAdornment from "@mui/material/InputAdornment";
import TextField from "@mui/material/TextField";
import { Search } from "lucide-react";
import { useEffect, useEffectEvent, useState } from "react";
import { useSettled } from "../format/settled";

interface Props {
  readonly label: string;
  readonly text: string;
  readonly onSearch: (text: string) => void;
}

/** The search in the address, a quarter of a second after the last key. */
export function SearchField({ label, text, onSearch }: Props) {
  const [typed, setTyped] = useState(text);
  const settled = useSettled(typed);
  const tell = useEffectEvent(onSearch);
  const [told, setTold] = useState(text);
  if (text !== told) {
    // The address was changed by something else than this field, as by a saved filter.
    setTold(text);
    if (text !== settled) setTyped(text);
  }
  useEffect(() => tell(settled), [settled]);
  return (
    <TextField
      type="search"
      label={label}
      size="small"
      value={typed}
      sx={{ width: { xs: "100%", sm: 280 } }}
      slotProps={{
        input: {
          startAdornment: (
            <InputAdornment position="start">
              <Search size={16} aria-hidden="true" />
            </InputAdornment>
          ),
        },
      }}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}
