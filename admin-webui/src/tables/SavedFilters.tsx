import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import Link from "@mui/material/Link";
import Popover from "@mui/material/Popover";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { Bookmark, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Link as RouterLink, useSearchParams } from "react-router";
import { filterOf } from "./views";

interface Props {
  readonly filters: readonly { readonly name: string; readonly query: string }[];
  /** The name in the address of what is open over the table. */
  readonly opened: string;
  readonly onKeep: (name: string, query: string) => void;
  readonly onForget: (name: string) => void;
}

/** Filters under names of one's own, on every device: chosen, kept and forgotten. */
export function SavedFilters({ filters, opened, onKeep, onForget }: Props) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [name, setName] = useState("");
  const [search] = useSearchParams();
  const now = filterOf(search.toString(), opened);
  const keep = (event: FormEvent): void => {
    event.preventDefault();
    onKeep(name.trim(), now);
    setName("");
  };
  return (
    <>
      <Button
        color="inherit"
        variant="outlined"
        startIcon={<Bookmark size={16} aria-hidden="true" />}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        Saved filters
      </Button>
      <Popover
        anchorEl={anchor}
        open={anchor !== null}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: "bottom", horizontal: "left" }}
        slotProps={{ paper: { role: "dialog", "aria-label": "Saved filters", sx: { p: 4, width: 320 } } }}
      >
        {filters.length === 0 && (
          <Typography sx={{ color: "text.secondary", mb: 3 }}>
            None yet. Filter the table, and keep that under a name.
          </Typography>
        )}
        <Box component="ul" aria-label="Saved filters" sx={{ listStyle: "none", m: 0, p: 0, mb: 3 }}>
          {filters.map((each) => (
            <Box component="li" key={each.name} sx={{ display: "flex", alignItems: "center", gap: 2 }}>
              <Link
                component={RouterLink}
                to={`?${each.query}`}
                onClick={() => setAnchor(null)}
                aria-current={each.query === now ? "true" : undefined}
                sx={{
                  flex: 1,
                  minWidth: 0,
                  py: 2,
                  overflowWrap: "anywhere",
                  fontWeight: each.query === now ? 600 : 400,
                }}
              >
                {each.name}
              </Link>
              <IconButton aria-label={`Forget ${each.name}`} onClick={() => onForget(each.name)}>
                <Trash2 size={16} aria-hidden="true" />
              </IconButton>
            </Box>
          ))}
        </Box>
        <Box component="form" onSubmit={keep} sx={{ display: "flex", gap: 2 }}>
          <TextField
            size="small"
            label="Keep this filter as"
            value={name}
            sx={{ flex: 1 }}
            slotProps={{ htmlInput: { maxLength: 60 } }}
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit" variant="contained" disabled={name.trim() === "" || now === ""}>
            Keep
          </Button>
        </Box>
      </Popover>
    </>
  );
}
