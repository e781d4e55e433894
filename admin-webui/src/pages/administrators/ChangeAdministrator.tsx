import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Colleague } from "../../api/answers";
import { answer, client } from "../../api/client";
import { Confirm } from "../../feedback/Confirm";
import { notify } from "../../feedback/notices";
import { colleagues } from "./data";
import { RoleField } from "./RoleField";
import { roleTold } from "./roles";

export type Act = "role" | "state" | "remove";

/** Gives somebody another role, keeps them out or lets them in, or removes them for good. */
export function ChangeAdministrator({
  who,
  act,
  onDone,
}: {
  readonly who: Colleague;
  readonly act: Act;
  readonly onDone: () => void;
}) {
  const queries = useQueryClient();
  const [role, setRole] = useState(who.role);
  const params = { path: { administrator_id: who.id } };
  const state = who.state === "active" ? "disabled" : "active";
  const told = {
    role: [`${who.email} is ${roleTold(role)}`, `Change the role of ${who.email}?`, "Change role"],
    state: [
      `${who.email} is ${state}`,
      `${state === "active" ? "Enable" : "Disable"} ${who.email}?`,
      state === "active" ? "Enable administrator" : "Disable administrator",
    ],
    remove: [`${who.email} was removed`, `Remove ${who.email}?`, "Remove administrator"],
  } as const;
  const [done, title, verb] = told[act];
  const change = useMutation({
    mutationFn: async (): Promise<unknown> => {
      const at = "/admin/api/administrators/{administrator_id}";
      if (act !== "remove") return answer(client.PATCH(at, { params, body: act === "role" ? { role } : { state } }));
      const { error, response } = await client.DELETE(at, { params });
      return answer(Promise.resolve({ data: null, error, response }));
    },
    onSuccess: async () => {
      await queries.invalidateQueries(colleagues);
      notify("success", done);
      onDone();
    },
  });
  return (
    <Confirm
      title={title}
      verb={verb}
      dangerous={act === "remove" || (act === "state" && state === "disabled")}
      busy={change.isPending}
      error={change.error}
      complete={act !== "role" || role !== who.role}
      {...(act === "remove" ? { typed: who.email } : {})}
      onConfirm={() => change.mutate()}
      onCancel={onDone}
    >
      {act === "role" && <RoleField role={role} onChange={setRole} />}
      {act === "role" && "They are signed out everywhere at once, and sign in again with the new role."}
      {act === "state" &&
        (state === "disabled"
          ? "They are signed out everywhere at once. You can enable them again."
          : "They may sign in again, with the role that they had.")}
      {act === "remove" &&
        "They are signed out everywhere at once, and their second factor and saved filters are forgotten. The audit log keeps what they did. It cannot be undone."}
    </Confirm>
  );
}
