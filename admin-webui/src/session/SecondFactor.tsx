import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { NewSecondFactor } from "../api/answers";
import { answer, client } from "../api/client";
import { copy } from "../feedback/copy";
import { notify } from "../feedback/notices";
import { ProblemNote } from "../feedback/ProblemNote";
import { plural } from "../format/numbers";
import { mono } from "../theme/theme";
import { AskForm, type Given } from "./AskForm";
import { CodeField, PasswordField } from "./CodeField";
import { QrCode } from "./QrCode";
import { protectedNow } from "./session";

const path = "/admin/api/me/second-factor";

const own = queryOptions({
  queryKey: ["second-factor"],
  queryFn: ({ signal }) => answer(client.GET(path, { signal })),
});

type Step =
  | "still"
  | "beginning"
  | "renewing"
  | "removing"
  | { readonly scan: NewSecondFactor }
  | { readonly codes: readonly string[] };

/** Turning two-step sign-in on or off, and new backup codes: in a dialog, or on a page of its own. */
export function SecondFactor({ onDone }: { readonly onDone: () => void }) {
  const queries = useQueryClient();
  const state = useQuery(own);
  const [step, setStep] = useState<Step>("still");
  const still = (): void => setStep("still");
  const changed = (): void => void queries.invalidateQueries(own);
  const show = ({ codes }: { readonly codes: readonly string[] }): void => {
    setStep({ codes });
    changed();
  };
  const begin = useMutation({
    mutationFn: ({ password }: Given) => answer(client.POST(path, { body: { password } })),
    onSuccess: (scan) => setStep({ scan }),
  });
  const confirm = useMutation({
    mutationFn: ({ code }: Given) => answer(client.POST(`${path}/confirmation`, { body: { code } })),
    onSuccess: show,
  });
  const renew = useMutation({
    mutationFn: (body: Given) => answer(client.POST(`${path}/backup-codes`, { body })),
    onSuccess: show,
  });
  const remove = useMutation({
    mutationFn: async (body: Given) => {
      const { error, response } = await client.POST(`${path}/removal`, { body });
      return answer(Promise.resolve({ data: null, error, response }));
    },
    onSuccess: () => {
      protectedNow(false);
      notify("success", "Two-step sign-in is off");
      changed();
      onDone();
    },
  });
  if (state.isPending) return <Skeleton height={96} />;
  if (state.isError) return <ProblemNote error={state.error} onRetry={() => void state.refetch()} />;
  if (typeof step === "object" && "codes" in step) {
    const done = (): void => {
      protectedNow(true);
      onDone();
    };
    return <BackupCodes codes={step.codes} onDone={done} />;
  }
  if (typeof step === "object") {
    return (
      <AskForm act={confirm} verb="Turn on" onCancel={still}>
        <Scan made={step.scan} />
        <CodeField autoFocus />
      </AskForm>
    );
  }
  if (step === "beginning") {
    return (
      <AskForm act={begin} verb="Continue" onCancel={still}>
        <PasswordField autoFocus />
      </AskForm>
    );
  }
  if (step === "removing") {
    return (
      <AskForm act={remove} verb="Turn off" dangerous onCancel={still}>
        <Both text="Your password alone will open your account." />
      </AskForm>
    );
  }
  if (step === "renewing") {
    return (
      <AskForm act={renew} verb="Make new codes" onCancel={still}>
        <Both text="The backup codes that you have stop working." />
      </AskForm>
    );
  }
  const { is_on, backup_codes_left } = state.data;
  return (
    <Box sx={{ display: "flex", flexDirection: "column", gap: 4 }}>
      <Typography>
        {is_on
          ? `Signing in takes your password and a code. ${plural(backup_codes_left, "backup code")} left.`
          : "A code of an authenticator app beside your password: who learns the password alone does not get in."}
      </Typography>
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 2 }}>
        {!is_on && (
          <Button variant="contained" onClick={() => setStep("beginning")}>
            Set it up
          </Button>
        )}
        {is_on && (
          <>
            <Button variant="outlined" color="inherit" onClick={() => setStep("renewing")}>
              New backup codes
            </Button>
            <Button variant="outlined" color="error" onClick={() => setStep("removing")}>
              Turn off
            </Button>
          </>
        )}
      </Box>
    </Box>
  );
}

function Both({ text }: { readonly text: string }) {
  return (
    <>
      <Typography>{text}</Typography>
      <PasswordField autoFocus />
      <CodeField />
    </>
  );
}

function Scan({ made }: { readonly made: NewSecondFactor }) {
  return (
    <>
      <Typography>
        Scan this with your authenticator app, then type the code that it shows. Turning it on signs you out everywhere
        else.
      </Typography>
      <QrCode rows={made.picture} label="Picture to scan with your authenticator" />
      <Typography sx={{ color: "text.secondary" }}>
        Cannot scan it? Type this in:{" "}
        <Box component="code" sx={{ fontFamily: mono, color: "text.primary", overflowWrap: "anywhere" }}>
          {made.secret.replace(/(.{4})/g, "$1 ").trim()}
        </Box>
      </Typography>
    </>
  );
}

function BackupCodes({ codes, onDone }: { readonly codes: readonly string[]; readonly onDone: () => void }) {
  return (
    <Box sx={{ display: "flex", flexDirection: "column", gap: 4 }}>
      <Typography>
        Keep these backup codes where you keep nothing else of this account. Each opens it once, should you lose your
        authenticator. They are shown only now.
      </Typography>
      <Box
        component="ul"
        aria-label="Backup codes"
        sx={{
          display: "grid",
          gridTemplateColumns: "1fr 1fr",
          gap: 2,
          m: 0,
          p: 4,
          listStyle: "none",
          bgcolor: "surface.code",
          borderRadius: 1,
          fontFamily: mono,
        }}
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </Box>
      <Box sx={{ display: "flex", justifyContent: "flex-end", gap: 2 }}>
        <Button variant="outlined" color="inherit" onClick={() => void copy(codes.join("\n"), "backup codes")}>
          Copy
        </Button>
        <Button variant="contained" onClick={onDone}>
          I have kept them
        </Button>
      </Box>
    </Box>
  );
}
