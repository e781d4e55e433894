import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Chip from "@mui/material/Chip";
import { X } from "lucide-react";
import { Choice } from "../../tables/Choice";
import { actions, type FilterName, type Filters, outcomes, services } from "./acts";

type Change = (changes: Readonly<Partial<Record<FilterName, string | null>>>) => void;

const acts = Object.entries(actions).sort(([, one], [, other]) => one.localeCompare(other, "en"));

/** What narrows the list. All of it is in the address. */
export function AuditFilters({
  filters,
  names,
  onChange,
}: {
  readonly filters: Filters;
  readonly names: ReadonlyMap<string, string>;
  readonly onChange: Change;
}) {
  const chips = { actor: "By", subject: "On" } as const;
  return (
    <Box
      role="search"
      aria-label="Filters"
      sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", columnGap: 2, rowGap: 4 }}
    >
      <Choice
        label="Act"
        value={filters.action}
        any="Any"
        among={acts}
        width={230}
        onChoose={(action) => onChange({ action })}
      />
      <Choice
        label="Outcome"
        value={filters.outcome}
        any="Any"
        among={outcomes}
        onChoose={(outcome) => onChange({ outcome })}
      />
      <Choice
        label="Where"
        value={filters.service}
        any="Anywhere"
        among={services}
        width={152}
        onChoose={(service) => onChange({ service })}
      />
      {(["actor", "subject"] as const).map((name) => {
        const id = filters[name];
        if (id === undefined) return null;
        const told = `${chips[name]} ${names.get(id) ?? id}`;
        return (
          <Chip
            key={name}
            label={told}
            deleteIcon={<X size={14} aria-hidden="true" />}
            onDelete={() => onChange({ [name]: null })}
            sx={{ maxWidth: 280 }}
            slotProps={{ root: { "aria-label": `${told}: press Delete to remove` } }}
          />
        );
      })}
      {Object.keys(filters).length > 0 && (
        <Button
          color="inherit"
          onClick={() => onChange({ action: null, outcome: null, service: null, actor: null, subject: null })}
        >
          Clear all
        </Button>
      )}
    </Box>
  );
}
