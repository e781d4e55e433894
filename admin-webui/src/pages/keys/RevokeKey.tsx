import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Key } from "../../api/answers";
import { answer, client } from "../../api/client";
import { keyWith } from "../../api/queries";
import { Confirm } from "../../feedback/Confirm";
import { notify } from "../../feedback/notices";

/** Ends a key for good, once its name was typed. */
export function RevokeKey({ revoked, onDone }: { readonly revoked: Key; readonly onDone: () => void }) {
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () =>
      answer(client.POST("/admin/api/keys/{key_id}/revoke", { params: { path: { key_id: revoked.id } } })),
    onSuccess: async (key) => {
      queries.setQueryData(keyWith(key.id).queryKey, key);
      await queries.invalidateQueries({ queryKey: ["keys"] });
      await queries.invalidateQueries({ queryKey: ["standings"] });
      notify("success", `The key ${revoked.name} was revoked`);
      onDone();
    },
  });
  return (
    <Confirm
      title={`Revoke the key ${revoked.name}?`}
      verb="Revoke key"
      dangerous
      busy={revoke.isPending}
      error={revoke.error}
      typed={revoked.name}
      onConfirm={() => revoke.mutate()}
      onCancel={onDone}
    >
      {`Whatever uses sk-parley-…${revoked.last4} is refused at once, on the account of ${revoked.owner.name}. This cannot be undone: who needs it again needs a new key.`}
    </Confirm>
  );
}
