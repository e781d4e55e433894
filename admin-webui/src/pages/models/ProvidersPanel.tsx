import Box from "@mui/material/Box";
import Switch from "@mui/material/Switch";
import { useState } from "react";
import type { Assortment, KnownProvider } from "../../api/answers";
import { Confirm } from "../../feedback/Confirm";
import { ProblemNote } from "../../feedback/ProblemNote";
import { plural } from "../../format/numbers";
import { useMayChange } from "../../session/session";
import { type Column, DataTable } from "../../tables/DataTable";
import { Guarded } from "../../tables/Guarded";
import { Panel } from "../../tables/Panel";
import { useChange } from "./changing";
import { servedBy, withOwnKeys, withoutProvider } from "./offer";
import { kinds, ProviderForm } from "./ProviderForm";

/** Of the operator's providers too: it moves no key of his. */
function OwnKeys({ provider: { name, takes_own_keys } }: { readonly provider: KnownProvider }) {
  const { allowed } = useMayChange();
  const change = useChange(
    takes_own_keys ? `Our key is used for everybody at ${name}` : `People may use their own keys at ${name}`,
    () => undefined,
  );
  return (
    <>
      <Switch
        checked={takes_own_keys}
        disabled={!allowed || change.isPending}
        slotProps={{ input: { "aria-label": `People may use keys of their own at ${name}` } }}
        onChange={(_, wanted) => change.mutate(withOwnKeys(name, wanted))}
      />
      {change.isError && <ProblemNote error={change.error} />}
    </>
  );
}

/** A provider of the operator's is his: nobody can have its key sent elsewhere from here. */
export function ProvidersPanel({ found }: { readonly found: Assortment }) {
  const [editing, setEditing] = useState<KnownProvider | "new" | null>(null);
  const [removing, setRemoving] = useState<KnownProvider | null>(null);
  const removal = useChange(`${removing?.name ?? ""} was removed`, () => setRemoving(null));
  const columns: Column<KnownProvider>[] = [
    { id: "name", header: "Provider", cell: ({ row }) => row.original.name, meta: { card: "title" } },
    {
      id: "kind",
      header: "Speaks like",
      cell: ({ row }) => kinds[row.original.kind as keyof typeof kinds] ?? row.original.kind,
    },
    { id: "address", header: "Address", cell: ({ row }) => row.original.base_url ?? "The vendor's own" },
    { id: "key", header: "Key", cell: ({ row }) => (row.original.has_key ? "Set" : "None") },
    { id: "models", header: "Models", cell: ({ row }) => plural(servedBy(found, row.original.name).length, "model") },
    {
      id: "own",
      header: "People's own keys",
      cell: ({ row }) => <OwnKeys provider={row.original} />,
    },
    {
      id: "acts",
      header: "Defined in",
      cell: ({ row }) =>
        row.original.whose === "operator" ? (
          "Configuration"
        ) : (
          <Box sx={{ display: "flex", gap: 1 }}>
            <Guarded size="small" aria-label={`Edit ${row.original.name}`} onClick={() => setEditing(row.original)}>
              Edit
            </Guarded>
            <Guarded
              size="small"
              color="error"
              aria-label={`Remove ${row.original.name}`}
              onClick={() => setRemoving(row.original)}
            >
              Remove
            </Guarded>
          </Box>
        ),
    },
  ];
  const served = removing === null ? [] : servedBy(found, removing.name);
  return (
    <Panel
      title="Providers"
      actions={
        <Guarded variant="outlined" onClick={() => setEditing("new")}>
          Add provider
        </Guarded>
      }
    >
      <DataTable label="All providers" columns={columns} rows={found.providers} idOf={({ name }) => name} />
      {editing !== null && (
        <ProviderForm found={found} changed={editing === "new" ? null : editing} onClose={() => setEditing(null)} />
      )}
      {removing !== null && (
        <Confirm
          title={`Remove ${removing.name}?`}
          verb="Remove provider"
          dangerous
          busy={removal.isPending}
          error={removal.error}
          typed={removing.name}
          onConfirm={() => removal.mutate(withoutProvider(removing.name))}
          onCancel={() => {
            removal.reset();
            setRemoving(null);
          }}
        >
          {served.length === 0
            ? "Its key is forgotten."
            : `Its key is forgotten. First give these models another place: ${served.join(", ")}.`}
        </Confirm>
      )}
    </Panel>
  );
}
