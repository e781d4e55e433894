import Dialog from "@mui/material/Dialog";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import Typography from "@mui/material/Typography";
import { useMutation } from "@tanstack/react-query";
import { answer, client } from "../api/client";
import { AskForm, type Given } from "./AskForm";
import { CodeField, PasswordField } from "./CodeField";
import { useProof } from "./proof";
import { useSession } from "./session";

/** Asked before a dangerous act that comes a while after signing in. */
export function ProofDialog() {
  const { asked, settle } = useProof();
  const byCode = useSession((session) => session.administrator?.has_second_factor ?? false);
  const prove = useMutation({
    mutationFn: async (body: Given) => {
      const { error, response } = await client.POST("/admin/api/me/proof", { body });
      return answer(Promise.resolve({ data: null, error, response }));
    },
    onSuccess: () => settle(true),
  });
  const cancel = (): void => settle(false);
  if (!asked) return null;
  return (
    <Dialog open maxWidth="xs" fullWidth aria-labelledby="proof-title" onClose={cancel}>
      <DialogTitle id="proof-title">Is it you?</DialogTitle>
      <DialogContent>
        <Typography sx={{ color: "text.secondary" }}>
          This may do harm, and you signed in a while ago. Show once more who you are to go on.
        </Typography>
        <AskForm act={prove} verb="Go on" onCancel={cancel}>
          {byCode ? <CodeField autoFocus /> : <PasswordField autoFocus />}
        </AskForm>
      </DialogContent>
    </Dialog>
  );
}
