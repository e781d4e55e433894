import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useEffect } from "react";
import { asProblem } from "../api/problem";
import { notify } from "../feedback/notices";
import { EntryCard } from "./EntryCard";
import { SecondFactor } from "./SecondFactor";
import { signOut } from "./session";

/** Others can reach this installation: an administrator first sets up a second factor. */
export function SetUpPage() {
  useEffect(() => {
    document.title = "Two-step sign-in · Parley administration";
  }, []);
  const leave = (): void => {
    signOut().catch((error: unknown) => notify("error", asProblem(error).message));
  };
  return (
    <EntryCard title="Set up two-step sign-in">
      <Typography sx={{ color: "text.secondary" }}>
        Administrators of this installation need it. It takes a minute and an authenticator app.
      </Typography>
      <SecondFactor onDone={() => undefined} />
      <Button color="inherit" onClick={leave}>
        Sign out
      </Button>
    </EntryCard>
  );
}
