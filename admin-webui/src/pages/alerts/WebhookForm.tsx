import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import TextField from "@mui/material/TextField";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { MadeWebhook, Webhook } from "../../api/answers";
import { answer, client } from "../../api/client";
import { ConflictNote, isConflict } from "../../changes/ConflictNote";
import { differences, type Facts } from "../../changes/facts";
import { notify } from "../../feedback/notices";
import { webhooks } from "./data";

interface Props {
  readonly hook: Webhook | null;
  readonly onMade: (made: MadeWebhook) => void;
  readonly onDone: () => void;
}

function factsOf({ name, url }: Pick<Webhook, "name" | "url">): Facts {
  return new Map([
    ["Name", name],
    ["Address", url],
  ]);
}

/** Makes a webhook, whose secret is shown next, or changes one. */
export function WebhookForm({ hook, onMade, onDone }: Props) {
  const queries = useQueryClient();
  const [known, setKnown] = useState(hook);
  const [theirs, setTheirs] = useState<Webhook | null>(null);
  const [draft, setDraft] = useState({ name: hook?.name ?? "", url: hook?.url ?? "" });
  const create = useMutation({
    mutationFn: () => answer(client.POST("/admin/api/webhooks", { body: draft })),
    onSuccess: onMade,
  });
  const change = useMutation({
    mutationFn: (webhook: Webhook) =>
      answer(
        client.PUT("/admin/api/webhooks/{webhook_id}", {
          params: { path: { webhook_id: webhook.id } },
          body: { ...draft, version: webhook.version },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries(webhooks);
      notify("success", "The webhook was saved");
      onDone();
    },
    onError: async (error, webhook) => {
      if (!isConflict(error)) return;
      const { items } = await queries.fetchQuery({ ...webhooks, staleTime: 0 });
      setTheirs(items.find(({ id }) => id === webhook.id) ?? null);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (known === null) create.mutate();
    else change.mutate(known);
  };
  const goOn = (from: Webhook | null): void => {
    setKnown(theirs);
    setTheirs(null);
    if (from !== null) setDraft({ name: from.name, url: from.url });
    change.reset();
  };
  const failed = create.error ?? change.error;
  const address = /^https?:\/\/\S+$/.test(draft.url.trim());
  return (
    <Dialog open onClose={onDone} maxWidth="sm" fullWidth aria-labelledby="webhook-title">
      <Box component="form" noValidate onSubmit={submit}>
        <DialogTitle id="webhook-title">{hook === null ? "New webhook" : "Change the webhook"}</DialogTitle>
        <DialogContent sx={{ display: "flex", flexDirection: "column", gap: 4 }}>
          <TextField
            sx={{ mt: 2 }}
            label="Name"
            value={draft.name}
            autoFocus
            slotProps={{ htmlInput: { maxLength: 100 } }}
            onChange={(event) => setDraft({ ...draft, name: event.target.value })}
          />
          <TextField
            label="Address"
            type="url"
            value={draft.url}
            error={draft.url !== "" && !address}
            helperText="Begins with https://. Places inside must be trusted by the operator (tools.trusted)."
            slotProps={{ htmlInput: { maxLength: 2000 } }}
            onChange={(event) => setDraft({ ...draft, url: event.target.value })}
          />
          {failed !== null && (
            <ConflictNote
              error={failed}
              theirs={theirs === null || known === null ? null : differences(factsOf(known), factsOf(theirs))}
              onTakeTheirs={() => goOn(theirs)}
              onKeepMine={() => goOn(null)}
            />
          )}
        </DialogContent>
        <DialogActions>
          <Button color="inherit" variant="outlined" onClick={onDone}>
            Cancel
          </Button>
          <Button
            type="submit"
            variant="contained"
            disabled={draft.name.trim() === "" || !address}
            loading={create.isPending || change.isPending}
          >
            Save
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}
