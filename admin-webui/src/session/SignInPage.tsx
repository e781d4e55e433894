import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useEffect } from "react";
import { Brand } from "../app/Brand";
import { ProblemNote } from "../feedback/ProblemNote";
import { mono } from "../theme/theme";
import { signIn, useSession } from "./session";

export function SignInPage() {
  const expired = useSession((session) => session.expired);
  const entering = useMutation({
    mutationFn: ({ email, password }: { email: string; password: string }) => signIn(email, password),
  });
  useEffect(() => {
    document.title = "Sign in · Parley administration";
  }, []);

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const entered = new FormData(event.currentTarget);
    entering.mutate({ email: String(entered.get("email")).trim(), password: String(entered.get("password")) });
  };

  return (
    <Box component="main" sx={{ minHeight: "100%", display: "grid", placeItems: "center", px: 4, py: 8 }}>
      <Box sx={{ width: "100%", maxWidth: 380 }}>
        <Box sx={{ mb: 6 }}>
          <Brand narrow={false} />
        </Box>
        <Box
          component="form"
          onSubmit={submit}
          sx={{
            display: "flex",
            flexDirection: "column",
            gap: 4,
            p: { xs: 5, sm: 7 },
            bgcolor: "background.paper",
            border: 1,
            borderColor: "divider",
            borderRadius: 2.5,
          }}
        >
          <Typography variant="h1" sx={{ fontSize: "1.25rem", lineHeight: "1.75rem" }}>
            Sign in
          </Typography>
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
      </Box>
    </Box>
  );
}
