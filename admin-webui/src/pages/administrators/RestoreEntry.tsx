import FormControlLabel from "@mui/material/FormControlLabel";
import Radio from "@mui/material/Radio";
import RadioGroup from "@mui/material/RadioGroup";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Colleague } from "../../api/answers";
import { answer, client } from "../../api/client";
import { Confirm } from "../../feedback/Confirm";
import { notify } from "../../feedback/notices";
import { colleagues } from "./data";
import { PasswordOnce } from "./PasswordOnce";

const at = "/admin/api/administrators/{administrator_id}";

/** For an administrator who lost a password, or a second factor with its backup codes. */
export function RestoreEntry({ who, onDone }: { readonly who: Colleague; readonly onDone: () => void }) {
  const queries = useQueryClient();
  const [lost, setLost] = useState<"password" | "factor">("password");
  const params = { path: { administrator_id: who.id } };
  const restore = useMutation({
    mutationFn: async () => {
      if (lost === "password") return answer(client.POST(`${at}/password`, { params }));
      const { error, response } = await client.DELETE(`${at}/second-factor`, { params });
      return answer(Promise.resolve({ data: null, error, response }));
    },
    onSuccess: async (made) => {
      await queries.invalidateQueries(colleagues);
      if (made !== null) return;
      notify("success", `${who.email} signs in by password alone`);
      onDone();
    },
  });
  if (restore.data != null) return <PasswordOnce email={who.email} password={restore.data.password} onClose={onDone} />;
  return (
    <Confirm
      title={`Let ${who.email} in again?`}
      verb={lost === "password" ? "Make a new password" : "Reset two-step sign-in"}
      dangerous
      busy={restore.isPending}
      error={restore.error}
      onConfirm={() => restore.mutate()}
      onCancel={onDone}
    >
      Make sure that it is them who ask. They are signed out everywhere at once.
      <RadioGroup
        aria-label="What they lost"
        value={lost}
        onChange={(event) => setLost(event.target.value === "factor" ? "factor" : "password")}
      >
        <FormControlLabel value="password" control={<Radio />} label="They lost their password" />
        <FormControlLabel
          value="factor"
          disabled={!who.has_second_factor}
          control={<Radio />}
          label={
            who.has_second_factor
              ? "They lost their authenticator and its backup codes"
              : "They have no two-step sign-in that could be lost"
          }
        />
      </RadioGroup>
    </Confirm>
  );
}
