import Box from "@mui/material/Box";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import type { MadeWebhook, Webhook } from "../../api/answers";
import { answer, client } from "../../api/client";
import { Confirm } from "../../feedback/Confirm";
import { EmptyState } from "../../feedback/EmptyState";
import { notify } from "../../feedback/notices";
import { ProblemNote } from "../../feedback/ProblemNote";
import { StateChip } from "../../feedback/StateChip";
import { Time } from "../../format/Shown";
import { type Column, DataTable } from "../../tables/DataTable";
import { Guarded } from "../../tables/Guarded";
import { Panel } from "../../tables/Panel";
import { TableSkeleton } from "../../tables/TableSkeleton";
import { gone, webhooks } from "./data";
import { WebhookForm } from "./WebhookForm";
import { WebhookSecret } from "./WebhookSecret";

function LastTry({ last }: Pick<Webhook, "last">) {
  if (last === null) return "Never called";
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", gap: 2, alignItems: "center" }}>
      <StateChip state={last.is_good ? "sent" : "failed"} />
      <span>{last.status ?? "No answer"}</span>
      <Time at={last.at} none="-" />
      {last.words !== "" && <Box sx={{ flexBasis: "100%", color: "text.secondary" }}>{last.words}</Box>}
    </Box>
  );
}

type Act = "change" | "renew" | "remove";

function Actions({ hook, onAct }: { readonly hook: Webhook; readonly onAct: (act: Act) => void }) {
  const queries = useQueryClient();
  const test = useMutation({
    mutationFn: () =>
      answer(client.POST("/admin/api/webhooks/{webhook_id}/test", { params: { path: { webhook_id: hook.id } } })),
    onSuccess: async (last) => {
      await queries.invalidateQueries(webhooks);
      notify(last.is_good ? "success" : "error", last.is_good ? "The test arrived" : "The test did not arrive");
    },
    onError: () => notify("error", "The test could not be sent"),
  });
  const acts: readonly (readonly [Act, string])[] = [
    ["change", "Change"],
    ["renew", "New secret"],
    ["remove", "Delete"],
  ];
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", gap: 2, justifyContent: "flex-end" }}>
      <Guarded
        size="small"
        variant="outlined"
        color="inherit"
        aria-label={`Test ${hook.name}`}
        loading={test.isPending}
        onClick={() => test.mutate()}
      >
        Test
      </Guarded>
      {acts.map(([act, label]) => (
        <Guarded
          key={act}
          size="small"
          variant={act === "remove" ? "text" : "outlined"}
          color={act === "remove" ? "error" : "inherit"}
          aria-label={`${label}: ${hook.name}`}
          onClick={() => onAct(act)}
        >
          {label}
        </Guarded>
      ))}
    </Box>
  );
}

function columnsWith(onAct: (hook: Webhook, act: Act) => void): Column<Webhook>[] {
  return [
    { id: "name", header: "Webhook", cell: ({ row }) => row.original.name, meta: { card: "title" } },
    { id: "url", header: "Address", cell: ({ row }) => row.original.url, meta: { cut: 320 } },
    { id: "last", header: "Last call", cell: ({ row }) => <LastTry last={row.original.last} /> },
    {
      id: "action",
      header: () => <span className="visually-hidden">Action</span>,
      cell: ({ row }) => <Actions hook={row.original} onAct={(act) => onAct(row.original, act)} />,
      meta: { card: "action", numeric: true },
    },
  ];
}

interface AskedProps {
  readonly hook: Webhook;
  readonly onDone: () => void;
}

function Removal({ hook, onDone }: AskedProps) {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () =>
      gone(client.DELETE("/admin/api/webhooks/{webhook_id}", { params: { path: { webhook_id: hook.id } } })),
    onSuccess: async () => {
      await queries.invalidateQueries(webhooks);
      notify("success", "The webhook was deleted");
      onDone();
    },
  });
  return (
    <Confirm
      title={`Delete the webhook ${hook.name}?`}
      verb="Delete webhook"
      dangerous
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onCancel={onDone}
    >
      It is called no more, and its secret is gone.
    </Confirm>
  );
}

function Renewal({ hook, onMade, onDone }: AskedProps & { readonly onMade: (made: MadeWebhook) => void }) {
  const renew = useMutation({
    mutationFn: () =>
      answer(client.POST("/admin/api/webhooks/{webhook_id}/secret", { params: { path: { webhook_id: hook.id } } })),
    onSuccess: onMade,
  });
  return (
    <Confirm
      title={`A new secret for ${hook.name}?`}
      verb="Make a new secret"
      dangerous
      busy={renew.isPending}
      error={renew.error}
      onConfirm={() => renew.mutate()}
      onCancel={onDone}
    >
      From now on messages are signed with the new one: the receiver refuses them until it knows it.
    </Confirm>
  );
}

/** Addresses that are told of alerts. */
export function WebhooksPanel() {
  const hooks = useQuery(webhooks);
  const queries = useQueryClient();
  const [asked, setAsked] = useState<{ readonly hook: Webhook | null; readonly act: Act } | null>(null);
  const [made, setMade] = useState<MadeWebhook | null>(null);
  const rows = hooks.data?.items ?? [];
  const done = (): void => setAsked(null);
  const show = (shown: MadeWebhook): void => {
    setAsked(null);
    setMade(shown);
    void queries.invalidateQueries(webhooks);
  };
  const add = (
    <Guarded
      variant="contained"
      startIcon={<Plus size={16} aria-hidden="true" />}
      onClick={() => setAsked({ hook: null, act: "change" })}
    >
      New webhook
    </Guarded>
  );
  return (
    <Panel title="Webhooks" subtitle="Signed messages to addresses of yours; rules say which" actions={add}>
      {hooks.isPending && <TableSkeleton />}
      {hooks.isError && (
        <Box sx={{ p: 4 }}>
          <ProblemNote error={hooks.error} onRetry={() => void hooks.refetch()} />
        </Box>
      )}
      {hooks.isSuccess && rows.length === 0 && (
        <EmptyState
          title="There is no webhook"
          text="Make one to have alerts in your own tools: each message is signed, and tried again where nobody answers."
        />
      )}
      {rows.length > 0 && (
        <DataTable
          label="All webhooks"
          columns={columnsWith((hook, act) => setAsked({ hook, act }))}
          rows={rows}
          idOf={({ id }) => id}
        />
      )}
      {asked?.act === "change" && <WebhookForm hook={asked.hook} onMade={show} onDone={done} />}
      {asked?.act === "remove" && asked.hook !== null && <Removal hook={asked.hook} onDone={done} />}
      {asked?.act === "renew" && asked.hook !== null && <Renewal hook={asked.hook} onMade={show} onDone={done} />}
      {made !== null && <WebhookSecret made={made} onClose={() => setMade(null)} />}
    </Panel>
  );
}
