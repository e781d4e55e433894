import Box from "@mui/material/Box";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { Setting } from "../../api/answers";
import { settingsNow } from "../../api/queries";
import { EmptyState } from "../../feedback/EmptyState";
import { ProblemNote } from "../../feedback/ProblemNote";
import { type Column, DataTable } from "../../tables/DataTable";
import { Panel } from "../../tables/Panel";
import { SearchField } from "../../tables/SearchField";
import { TableSkeleton } from "../../tables/TableSkeleton";
import { mono } from "../../theme/theme";

function Value({ setting }: { readonly setting: Setting }) {
  const isSaid = setting.value !== "" && !setting.is_secret;
  return (
    <Box
      component="span"
      sx={{
        fontFamily: isSaid ? mono : "inherit",
        color: isSaid ? "text.primary" : "text.secondary",
        overflowWrap: "anywhere",
      }}
    >
      {setting.is_secret ? `Secret, ${setting.value}` : setting.value === "" ? "none" : setting.value}
    </Box>
  );
}

const columns: Column<Setting>[] = [
  {
    id: "name",
    header: "Setting",
    cell: ({ row }) => (
      <Box component="span" sx={{ fontFamily: mono, fontSize: "0.75rem" }}>
        {row.original.name}
      </Box>
    ),
    meta: { card: "title" },
  },
  { id: "value", header: "Value", cell: ({ row }) => <Value setting={row.original} /> },
  {
    id: "source",
    header: "From",
    cell: ({ row }) => (row.original.source === "default" ? "its default" : row.original.source),
  },
];

/** Every setting in effect at the service that answers. Of secrets it is only told whether they are set. */
export function SettingsPanel() {
  const settings = useQuery(settingsNow);
  const [search, setSearch] = useState("");
  const rows = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    return (settings.data ?? []).filter(({ name, source }) => `${name} ${source}`.toLowerCase().includes(wanted));
  }, [settings.data, search]);
  return (
    <Panel
      title="Settings"
      subtitle="In effect now, and where each came from"
      actions={<SearchField label="Search settings" text={search} onSearch={setSearch} />}
    >
      {settings.isPending && <TableSkeleton />}
      {settings.isError && (
        <Box sx={{ p: 4 }}>
          <ProblemNote error={settings.error} onRetry={() => void settings.refetch()} />
        </Box>
      )}
      {settings.isSuccess && rows.length === 0 && (
        <EmptyState title="No setting is called that" text="Search for another part of its name, or of its source." />
      )}
      {rows.length > 0 && (
        <DataTable label="Settings in effect" columns={columns} rows={rows} idOf={({ name }) => name} maxHeight={640} />
      )}
    </Panel>
  );
}
