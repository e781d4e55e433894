import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { User } from "../../api/answers";
import { answer, client } from "../../api/client";
import { Confirm } from "../../feedback/Confirm";
import { notify } from "../../feedback/notices";

/** For somebody who lost their authenticator and their backup codes. */
export function ResetSecondFactor({ user, onDone }: { readonly user: User; readonly onDone: () => void }) {
  const queries = useQueryClient();
  const reset = useMutation({
    mutationFn: async () => {
      const path = { user_id: user.id };
      const { error, response } = await client.DELETE("/admin/api/users/{user_id}/second-factor", { params: { path } });
      return answer(Promise.resolve({ data: null, error, response }));
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["user", user.id] });
      notify("success", `${user.email} signs in by password alone`);
      onDone();
    },
  });
  return (
    <Confirm
      title={`Reset two-step sign-in of ${user.email}?`}
      verb="Reset"
      dangerous
      busy={reset.isPending}
      error={reset.error}
      onConfirm={() => reset.mutate()}
      onCancel={onDone}
    >
      Make sure that it is them who ask. Their password alone opens the account until they set it up anew, and they are
      signed out everywhere.
    </Confirm>
  );
}
