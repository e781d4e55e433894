import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { ProblemNote } from "../feedback/ProblemNote";
import { mono } from "../theme/theme";
import { AskForm, type Given } from "./AskForm";
import { CodeField } from "./CodeField";
import { EntryCard } from "./EntryCard";
import { answerChallenge, signIn, useSession } from "./session";

export function SignInPage() {
  const [challenge, setChallenge] = useState<string | null>(null);
  useEffect(() => {
    document.title = "Sign in · Parley administration";
  }, []);
  if (challenge !== null) return <CodePage challenge={challenge} onBack={() => setChallenge(null)} />;
  return <PasswordPage onChallenge={setChallenge} />;
}

function CodePage({ challenge, onBack }: { readonly challenge: string; readonly onBack: () => void }) {
  const entering = useMutation({ mutationFn: ({ code }: Given) => answerChallenge(challenge, code) });
  return (
    <EntryCard title="One more step">
      <AskForm act={entering} verb="Continue" onCancel={onBack}>
        <CodeField autoFocus />
      </AskForm>
    </EntryCard>
  );
}

function PasswordPage({ onChallenge }: { readonly onChallenge: (challenge: string) => void }) {
  const expired = useSession((session) => session.expired);
  const entering = useMutation({
    mutationFn: ({ email, password }: { email: string; password: string }) => signIn(email, password),
    onSuccess: (challenge) => {
      if (challenge !== null) onChallenge(challenge);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const entered = new FormData(event.currentTarget);
    entering.mutate({ email: String(entered.get("email")).trim(), password: String(entered.get("password")) });
  };
  return (
    <EntryCard title="Sign in" below={<HowToBegin />}>
      <Box component="form" onSubmit={submit} sx={{ display: "flex", flexDirection: "column", gap: 4 }}>
        {expired && entering.error === null && (
          <Alert severity="info">Your session has ended. Sign in to go on where you were.</Alert>
        )}
        {entering.error !== null && <ProblemNote error={entering.error} />}
        <TextField name="email" type="email" label="E-mail" autoComplete="username" required autoFocus fullWidth />
        <TextField
          name="password"
          type="password"
          label="Password"
          autoComplete="current-password"
          required
          fullWidth
        />
        <Button type="submit" variant="contained" size="large" loading={entering.isPending}>
          Sign in
        </Button>
      </Box>
    </EntryCard>
  );
}

function HowToBegin() {
  return (
    <Typography variant="body2" sx={{ mt: 4, color: "text.secondary", textAlign: "center" }}>
      An administrator is created with{" "}
      <Box
        component="code"
        sx={{
          fontFamily: mono,
          fontSize: "0.75rem",
          bgcolor: "surface.code",
          px: 1,
          py: 0.5,
          borderRadius: 1,
          whiteSpace: "nowrap",
        }}
      >
        ./parley admin create
      </Box>
    </Typography>
  );
}
