import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Chip from "@mui/material/Chip";
import TextField from "@mui/material/TextField";
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useEffect, useEffectEvent, useState } from "react";
import { keyWith, userWith } from "../../api/queries";
import { useSettled } from "../../format/settled";
import { Choice } from "../../tables/Choice";
import { useTeamNames } from "./callColumns";
import { type FilterName, type Filters, outcomes, sources, ways } from "./callFilter";
import { WhoFilter } from "./WhoFilter";

type Change = (changes: Readonly<Partial<Record<FilterName, string | null>>>) => void;

/** The model's name in the address, a quarter of a second after the last key. */
function ModelField({
  model,
  onChange,
}: {
  readonly model: string;
  readonly onChange: (model: string | null) => void;
}) {
  const [typed, setTyped] = useState(model);
  const settled = useSettled(typed).trim();
  const tell = useEffectEvent(() => {
    if (settled !== model) onChange(settled === "" ? null : settled);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when the typing has settled
  useEffect(() => tell(), [settled]);
  return (
    <TextField
      label="Model"
      size="small"
      type="search"
      placeholder="Its whole name"
      value={typed}
      sx={{ width: 190 }}
      slotProps={{ inputLabel: { shrink: true } }}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}

function useWhoNames(filters: Filters) {
  const teams = useTeamNames();
  const { user = "", team = "", key = "" } = filters;
  const person = useQuery({ ...userWith(user), enabled: user !== "" });
  const used = useQuery({ ...keyWith(key), enabled: key !== "" });
  return {
    user: user === "" ? null : `User ${person.data?.email ?? user}`,
    team: team === "" ? null : `Team ${teams.get(team) ?? team}`,
    key: key === "" ? null : `Key ${used.data?.name ?? key}`,
    provider: filters.provider === undefined ? null : `Provider ${filters.provider}`,
    client: filters.client === undefined ? null : `Tool ${filters.client}`,
  } as const;
}

/** What narrows the list. All of it is in the address. */
export function CallFilters({ filters, onChange }: { readonly filters: Filters; readonly onChange: Change }) {
  const names = useWhoNames(filters);
  const any = Object.keys(filters).length > 0;
  return (
    <Box
      role="search"
      aria-label="Filters"
      sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", columnGap: 2, rowGap: 4, px: 4, pt: 4, pb: 3 }}
    >
      <ModelField key={filters.model ?? ""} model={filters.model ?? ""} onChange={(model) => onChange({ model })} />
      <Choice
        label="Outcome"
        value={filters.outcome}
        any="Any"
        among={outcomes}
        onChoose={(outcome) => onChange({ outcome })}
      />
      <Choice
        label="Through"
        value={filters.source}
        any="Any"
        among={sources}
        onChoose={(source) => onChange({ source })}
      />
      <Choice
        label="Answer"
        value={filters.streamed}
        any="Any"
        among={ways}
        onChoose={(streamed) => onChange({ streamed })}
      />
      <WhoFilter
        onChoose={({ kind, id }) => kind !== "page" && onChange({ user: null, team: null, key: null, [kind]: id })}
      />
      {(["user", "team", "key", "provider", "client"] as const).map((name) => {
        const told = names[name];
        if (told === null) return null;
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
      {any && (
        <Button
          color="inherit"
          onClick={() =>
            onChange({
              model: null,
              provider: null,
              user: null,
              team: null,
              key: null,
              outcome: null,
              source: null,
              streamed: null,
              client: null,
            })
          }
        >
          Clear all
        </Button>
      )}
    </Box>
  );
}
