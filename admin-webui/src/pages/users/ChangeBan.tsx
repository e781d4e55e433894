import Alert from "@mui/material/Alert";
import TextField from "@mui/material/TextField";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { User } from "../../api/answers";
import { answer, client } from "../../api/client";
import { Confirm } from "../../feedback/Confirm";
import { notify } from "../../feedback/notices";
import { absolute, dayOf } from "../../format/times";
import { type Ban, endOf } from "./ban";

export function BanNote({ ban }: { readonly ban: Ban }) {
  const end = ban.until === null ? "until it is lifted" : `until ${absolute(ban.until)}`;
  return (
    <Alert severity={ban.holds ? "error" : "info"} sx={{ mb: 5 }}>
      {ban.holds ? `Banned ${end}: ` : `Was banned ${end}: `}
      {ban.reason}
    </Alert>
  );
}

/** Bans a user for a reason, or lets them in again. */
export function ChangeBan({ user, onDone }: { readonly user: User; readonly onDone: () => void }) {
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const [day, setDay] = useState("");
  const banning = user.ban === null;
  const path = { user_id: user.id };
  const change = useMutation({
    mutationFn: () =>
      banning
        ? answer(
            client.PUT("/admin/api/users/{user_id}/ban", { params: { path }, body: { reason, until: endOf(day) } }),
          )
        : answer(client.DELETE("/admin/api/users/{user_id}/ban", { params: { path } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["users"] });
      await queries.invalidateQueries({ queryKey: ["user", user.id] });
      notify("success", banning ? `${user.email} is banned` : `The ban of ${user.email} was lifted`);
      onDone();
    },
  });
  return (
    <Confirm
      title={banning ? `Ban ${user.email}?` : `Lift the ban of ${user.email}?`}
      verb={banning ? "Ban user" : "Lift the ban"}
      dangerous={banning}
      busy={change.isPending}
      error={change.error}
      complete={!banning || reason.trim() !== ""}
      onConfirm={() => change.mutate()}
      onCancel={onDone}
    >
      {banning
        ? "They are signed out everywhere at once. Whoever signs in and every key of theirs is refused with this reason."
        : "They may sign in again, and their keys work again."}
      {banning && (
        <>
          <TextField
            label="Reason, which they read"
            size="small"
            value={reason}
            multiline
            minRows={2}
            slotProps={{ htmlInput: { maxLength: 500 } }}
            sx={{ mt: 2 }}
            onChange={(event) => setReason(event.target.value)}
          />
          <TextField
            label="Last day (UTC)"
            size="small"
            type="date"
            value={day}
            helperText="Without one it holds until it is lifted."
            slotProps={{ inputLabel: { shrink: true }, htmlInput: { min: dayOf(new Date()) } }}
            onChange={(event) => setDay(event.target.value)}
          />
        </>
      )}
    </Confirm>
  );
}
