import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useMutation } from "@tanstack/react-query";
import { BookCheck } from "lucide-react";
import { answer, client } from "../../api/client";
import { ProblemNote } from "../../feedback/ProblemNote";
import { plural } from "../../format/numbers";
import { useSession } from "../../session/session";
import { Panel } from "../../tables/Panel";
import { ProofButton, ProofNote, useProof } from "../audit/Proof";

/** Proofs at a wish: of the sums against the ledger, and, for who may read it, of the audit log. */
export function ProofPanel() {
  const role = useSession((session) => session.administrator?.role);
  const acts = useProof();
  const books = useMutation({ mutationFn: () => answer(client.GET("/admin/api/system/books")) });
  const found = books.data;
  return (
    <Panel title="Proofs" subtitle="They read all that they prove; give them a moment">
      <Box sx={{ px: 4, pb: 4, display: "flex", flexDirection: "column", gap: 3 }}>
        <Box sx={{ display: "flex", flexWrap: "wrap", gap: 2, alignItems: "center" }}>
          <Typography sx={{ flex: "1 1 160px" }}>Ledger and its sums, 31 days</Typography>
          <Button
            color="inherit"
            variant="outlined"
            aria-label="Verify the ledger"
            loading={books.isPending}
            loadingPosition="start"
            startIcon={<BookCheck size={16} aria-hidden="true" />}
            onClick={() => books.mutate()}
          >
            Verify
          </Button>
        </Box>
        {books.isError && <ProblemNote error={books.error} onRetry={() => books.mutate()} />}
        {found !== undefined && (
          <Alert severity={found.verdict === "right" ? "success" : "error"} onClose={() => books.reset()}>
            {plural(found.rows, "call")} and {plural(found.sums, "sum")} since {found.since}:{" "}
            {found.verdict === "right"
              ? "all right."
              : `${found.wrong} wrong. Run parley ledger verify to see them, and parley ledger rebuild to put sums right.`}
          </Alert>
        )}
        {role !== "admin" && (
          <>
            <Box sx={{ display: "flex", flexWrap: "wrap", gap: 2, alignItems: "center" }}>
              <Typography sx={{ flex: "1 1 160px" }}>Audit log, all of it</Typography>
              <ProofButton proof={acts} label="Verify the audit log" />
            </Box>
            <ProofNote proof={acts} />
          </>
        )}
      </Box>
    </Panel>
  );
}
