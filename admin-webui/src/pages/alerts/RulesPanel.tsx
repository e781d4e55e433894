import Box from "@mui/material/Box";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import type { AlertRule } from "../../api/answers";
import { client } from "../../api/client";
import { Confirm } from "../../feedback/Confirm";
import { EmptyState } from "../../feedback/EmptyState";
import { notify } from "../../feedback/notices";
import { ProblemNote } from "../../feedback/ProblemNote";
import { StateChip } from "../../feedback/StateChip";
import { plural } from "../../format/numbers";
import { type Column, DataTable } from "../../tables/DataTable";
import { Guarded } from "../../tables/Guarded";
import { Panel } from "../../tables/Panel";
import { TableSkeleton } from "../../tables/TableSkeleton";
import { alertRules, gone } from "./data";
import { RuleForm } from "./RuleForm";
import { conditionTold, draftOf } from "./rule";

function toldWhom({ told }: AlertRule): string {
  const parts = [
    ...(told?.mail?.length ? [plural(told.mail.length, "address", "addresses")] : []),
    ...(told?.webhooks?.length ? [plural(told.webhooks.length, "webhook")] : []),
  ];
  return parts.length === 0 ? "This administration" : parts.join(", ");
}

function columnsWith(change: (rule: AlertRule) => void, remove: (rule: AlertRule) => void): Column<AlertRule>[] {
  return [
    { id: "name", header: "Rule", cell: ({ row }) => row.original.name, meta: { card: "title" } },
    { id: "when", header: "When", cell: ({ row }) => conditionTold(draftOf(row.original)) },
    { id: "told", header: "Tells", cell: ({ row }) => toldWhom(row.original) },
    { id: "on", header: "State", cell: ({ row }) => <StateChip state={row.original.is_on ? "on" : "off"} quiet /> },
    {
      id: "action",
      header: () => <span className="visually-hidden">Action</span>,
      cell: ({ row }) => (
        <Box sx={{ display: "flex", gap: 2, justifyContent: "flex-end" }}>
          <Guarded
            size="small"
            variant="outlined"
            color="inherit"
            aria-label={`Change ${row.original.name}`}
            onClick={() => change(row.original)}
          >
            Change
          </Guarded>
          <Guarded
            size="small"
            color="error"
            aria-label={`Delete ${row.original.name}`}
            onClick={() => remove(row.original)}
          >
            Delete
          </Guarded>
        </Box>
      ),
      meta: { card: "action", numeric: true },
    },
  ];
}

function Removal({ rule, onDone }: { readonly rule: AlertRule; readonly onDone: () => void }) {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () =>
      gone(client.DELETE("/admin/api/alert-rules/{rule_id}", { params: { path: { rule_id: rule.id } } })),
    onSuccess: async () => {
      await queries.invalidateQueries(alertRules);
      notify("success", "The rule was deleted");
      onDone();
    },
  });
  return (
    <Confirm
      title={`Delete the rule ${rule.name}?`}
      verb="Delete rule"
      dangerous
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onCancel={onDone}
    >
      Nobody is told of this any more. What fired before stays in the list.
    </Confirm>
  );
}

/** What there is to be told of. */
export function RulesPanel() {
  const rules = useQuery(alertRules);
  const [changing, setChanging] = useState<AlertRule | "new" | null>(null);
  const [removing, setRemoving] = useState<AlertRule | null>(null);
  const rows = rules.data?.items ?? [];
  const add = (
    <Guarded variant="contained" startIcon={<Plus size={16} aria-hidden="true" />} onClick={() => setChanging("new")}>
      New rule
    </Guarded>
  );
  return (
    <Panel title="Rules" subtitle="Looked at every few seconds, once for all instances" actions={add}>
      {rules.isPending && <TableSkeleton />}
      {rules.isError && (
        <Box sx={{ p: 4 }}>
          <ProblemNote error={rules.error} onRetry={() => void rules.refetch()} />
        </Box>
      )}
      {rules.isSuccess && rows.length === 0 && (
        <EmptyState title="There is no rule" text="Without one nobody is told when something goes wrong." />
      )}
      {rows.length > 0 && (
        <DataTable
          label="All rules"
          columns={columnsWith(setChanging, setRemoving)}
          rows={rows}
          idOf={({ id }) => id}
        />
      )}
      {changing !== null && <RuleForm rule={changing === "new" ? null : changing} onClose={() => setChanging(null)} />}
      {removing !== null && <Removal rule={removing} onDone={() => setRemoving(null)} />}
    </Panel>
  );
}
