import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { User } from "../../api/answers";
import { answer, client } from "../../api/client";
import { Confirm } from "../../feedback/Confirm";
import { notify } from "../../feedback/notices";

/** Disables a user, or lets them in again. */
export function ChangeState({ user, onDone }: { readonly user: User; readonly onDone: () => void }) {
  const queries = useQueryClient();
  const wanted = user.state === "active" ? "disabled" : "active";
  const change = useMutation({
    mutationFn: () =>
      answer(
        client.PATCH("/admin/api/users/{user_id}", { params: { path: { user_id: user.id } }, body: { state: wanted } }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["users"] });
      await queries.invalidateQueries({ queryKey: ["user", user.id] });
      notify("success", `${user.email} is ${wanted}`);
      onDone();
    },
  });
  const disabling = wanted === "disabled";
  return (
    <Confirm
      title={disabling ? `Disable ${user.email}?` : `Enable ${user.email}?`}
      verb={disabling ? "Disable user" : "Enable user"}
      dangerous={disabling}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate()}
      onCancel={onDone}
    >
      {disabling
        ? "They are signed out everywhere at once, and their keys are refused. Their conversations are kept, and you can enable them again."
        : "They may sign in again, and their keys work again."}
    </Confirm>
  );
}
