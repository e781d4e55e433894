import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import { useMutation } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { answer, client } from "../../api/client";
import { Copyable } from "../../feedback/Copyable";
import { ProblemNote } from "../../feedback/ProblemNote";
import { plural } from "../../format/numbers";

export function useProof() {
  return useMutation({ mutationFn: () => answer(client.GET("/admin/api/audit/verification")) });
}

type Proof = ReturnType<typeof useProof>;

export function ProofButton({ proof, label }: { readonly proof: Proof; readonly label?: string }) {
  return (
    <Button
      color="inherit"
      variant="outlined"
      {...(label === undefined ? {} : { "aria-label": label })}
      loading={proof.isPending}
      loadingPosition="start"
      startIcon={<ShieldCheck size={16} aria-hidden="true" />}
      onClick={() => proof.mutate()}
    >
      Verify
    </Button>
  );
}

/** Whether every entry is as it was written, once it was asked. */
export function ProofNote({ proof }: { readonly proof: Proof }) {
  if (proof.isError) return <ProblemNote error={proof.error} onRetry={() => proof.mutate()} />;
  if (proof.data === undefined) return null;
  const { entries, digest, broken, reason } = proof.data;
  if (broken === null)
    return (
      <Alert severity="success" onClose={() => proof.reset()}>
        {plural(entries, "entry", "entries")}, all as they were written. Keep the last digest elsewhere, so that nobody
        cuts the log short unseen: <Copyable text={digest} what="last digest" />
      </Alert>
    );
  return (
    <Alert severity="error" onClose={() => proof.reset()}>
      The log is not as it was written: {reason}. What comes before ({plural(entries, "entry", "entries")}) is. Compare
      with the last export or backup.
    </Alert>
  );
}
