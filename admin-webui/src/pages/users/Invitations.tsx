import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Checkbox from "@mui/material/Checkbox";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import FormControlLabel from "@mui/material/FormControlLabel";
import Skeleton from "@mui/material/Skeleton";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answer, client } from "../../api/client";
import { copy } from "../../feedback/copy";
import { ProblemNote } from "../../feedback/ProblemNote";
import { Time } from "../../format/Shown";
import { mono } from "../../theme/theme";
import { Registration } from "./Registration";

const path = "/admin/api/invitations";
const open = queryOptions({
  queryKey: ["invitations"],
  queryFn: ({ signal }) => answer(client.GET(path, { signal })),
});

/** Links by which people open accounts, whatever the policy: made, sent or copied, taken back. */
export default function Invitations({ onClose }: { readonly onClose: () => void }) {
  const queries = useQueryClient();
  const [email, setEmail] = useState("");
  const [mailed, setMailed] = useState(true);
  const changed = (): void => void queries.invalidateQueries(open);
  const make = useMutation({
    mutationFn: () => {
      const to = email.trim();
      return answer(
        client.POST(path, { body: { email: to === "" ? null : to, days: 7, mailed: mailed && to !== "" } }),
      );
    },
    onSuccess: () => {
      setEmail("");
      changed();
    },
  });
  return (
    <Dialog open maxWidth="sm" fullWidth aria-labelledby="invitations-title" onClose={onClose}>
      <DialogTitle id="invitations-title">Invite somebody</DialogTitle>
      <DialogContent sx={{ display: "flex", flexDirection: "column", gap: 4 }}>
        <Box
          component="form"
          onSubmit={(event) => {
            event.preventDefault();
            make.mutate();
          }}
          sx={{ display: "flex", flexDirection: "column", gap: 3, pt: 2 }}
        >
          {make.error !== null && <ProblemNote error={make.error} />}
          <TextField
            label="E-mail"
            type="email"
            value={email}
            autoComplete="off"
            helperText="Left empty, whoever has the link may use it. It works once, for seven days."
            onChange={(event) => setEmail(event.target.value)}
          />
          <FormControlLabel
            disabled={email.trim() === ""}
            control={<Checkbox checked={mailed} onChange={(event) => setMailed(event.target.checked)} />}
            label="Send it by mail"
          />
          <Box>
            <Button type="submit" variant="contained" loading={make.isPending}>
              Make the link
            </Button>
          </Box>
        </Box>
        {make.data !== undefined && <Link link={make.data.link} email={make.data.invitation.email} />}
        <Waiting onChanged={changed} />
        <Registration />
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>
          Close
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Link({ link, email }: { readonly link: string; readonly email: string | null }) {
  return (
    <Alert
      severity="success"
      sx={{ "& .MuiAlert-message": { overflow: "visible", minWidth: 0 } }}
      action={
        <Button color="inherit" size="small" onClick={() => void copy(link, "link")}>
          Copy
        </Button>
      }
    >
      The link for {email ?? "whoever has it"} is shown this once:
      <Box
        component="code"
        data-testid="invitation"
        sx={{ display: "block", fontFamily: mono, fontSize: "0.75rem", overflowWrap: "anywhere" }}
      >
        {link}
      </Box>
    </Alert>
  );
}

function Waiting({ onChanged }: { readonly onChanged: () => void }) {
  const waiting = useQuery(open);
  const revoke = useMutation({
    mutationFn: async (invitation_id: string) => {
      const { error, response } = await client.DELETE("/admin/api/invitations/{invitation_id}", {
        params: { path: { invitation_id } },
      });
      return answer(Promise.resolve({ data: null, error, response }));
    },
    onSettled: onChanged,
  });
  if (waiting.isPending) return <Skeleton height={48} />;
  if (waiting.isError) return <ProblemNote error={waiting.error} onRetry={() => void waiting.refetch()} />;
  const { items } = waiting.data;
  return (
    <Box component="section" aria-label="Not used yet">
      <Typography variant="h3" component="h3" sx={{ mb: 2 }}>
        Not used yet
      </Typography>
      {items.length === 0 && (
        <Typography sx={{ color: "text.secondary" }}>No invitation is waiting to be used.</Typography>
      )}
      {items.map(({ id, email, expires_at }) => (
        <Box key={id} sx={{ display: "flex", alignItems: "center", justifyContent: "space-between", gap: 2, py: 1 }}>
          <Typography sx={{ overflowWrap: "anywhere", minWidth: 0 }}>
            {email ?? "Whoever has the link"}
            <Typography component="span" variant="caption" sx={{ display: "block", color: "text.secondary" }}>
              until <Time at={expires_at} none="-" />
            </Typography>
          </Typography>
          <Button
            size="small"
            color="error"
            aria-label={`Take back the invitation of ${email ?? "whoever has the link"}`}
            loading={revoke.isPending && revoke.variables === id}
            onClick={() => revoke.mutate(id)}
          >
            Take back
          </Button>
        </Box>
      ))}
    </Box>
  );
}
