import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { signedIn, signedOut } from "../api/access";
import { chat } from "../api/client";
import { entry, isChallenge, type Challenge } from "../api/entry";
import type { SignedIn } from "../api/types";
import { queries } from "../conversations/data";
import { t } from "../languages/speaking";
import { Button } from "../ui/button";
import { dialogLook, Sheet } from "../ui/sheet";
import { CodeForm } from "./code-form";
import { Field, PasswordField } from "./fields";
import { ProviderButtons } from "./provider-buttons";
import { Refusal } from "./refusal";
import { useStanding } from "./standing";

/** The page and everything typed stays underneath; signing in goes on where it was. */
export function SessionExpired() {
  const standing = useStanding();
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [challenge, setChallenge] = useState<Challenge | null>(null);
  const isBare = standing.state === "expired" && !standing.user.has_password;
  const ways = useQuery({ queryKey: ["ways"], queryFn: entry.ways, staleTime: 60_000, enabled: isBare });
  if (standing.state !== "expired") return null;
  const goOn = (answer: SignedIn) => {
    signedIn(answer);
    setChallenge(null);
    setProblem(null);
    dispatchEvent(new Event("online"));
    return queries.invalidateQueries();
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = (new FormData(event.currentTarget).get("password") as string | null) ?? "";
    setBusy(true);
    chat
      .signIn(standing.user.email, password)
      .then((given) => (isChallenge(given) ? setChallenge(given) : goOn(given)), setProblem)
      .finally(() => setBusy(false));
  };
  return (
    <Sheet label={t("Your session ended")} className={dialogLook} dismissible={false} onClose={() => {}}>
      {challenge ? <CodeForm challenge={challenge.challenge} onSignedIn={(given) => void goOn(given)} leave={<Button look="ghost" onClick={() => setChallenge(null)}>{t("Back to the password")}</Button>} /> : <form onSubmit={submit} className="space-y-4">
        <div>
          <h2 className="text-lg font-semibold">{t("Your session ended")}</h2>
          <p className="pt-1 text-text-2">{t("Sign in again to go on. Nothing you typed is lost.")}</p>
        </div>
        {problem ? <Refusal problem={problem} /> : null}
        <Field label={t("Email")} name="email" type="email" autoComplete="username" value={standing.user.email} readOnly />
        {standing.user.has_password ? <PasswordField label={t("Password")} name="password" autoComplete="current-password" required autoFocus /> : <ProviderButtons providers={ways.data?.providers ?? []} from={location.pathname} />}
        <div className="flex justify-end gap-2">
          <Button onClick={signedOut}>{t("Use another account")}</Button>
          {standing.user.has_password ? <Button type="submit" look="primary" busy={busy}>{t("Sign in")}</Button> : null}
        </div>
      </form>}
    </Sheet>
  );
}
