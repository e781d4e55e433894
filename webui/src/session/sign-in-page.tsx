import { useQuery } from "@tanstack/react-query";
import { useEffect, useState, type FormEvent } from "react";
import { Link, Navigate, useLocation } from "react-router";
import { renewed, signedIn } from "../api/access";
import { chat } from "../api/client";
import { entry, isChallenge, type Challenge, type LetterSent } from "../api/entry";
import type { SignedIn } from "../api/types";
import { t } from "../languages/speaking";
import { Button } from "../ui/button";
import { CodeForm } from "./code-form";
import { Field, PasswordField } from "./fields";
import { linkText } from "./link-text";
import { ProviderButtons } from "./provider-buttons";
import { Refusal } from "./refusal";
import { SignInCard } from "./sign-in-card";
import { useStanding } from "./standing";

export function SignInPage({ registering }: { registering: boolean }) {
  const standing = useStanding();
  const from = (useLocation().state as { from?: string } | null)?.from ?? "/";
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [written, setWritten] = useState(false);
  const invitation = registering ? linkText() : "";
  const ways = useQuery({ queryKey: ["ways"], queryFn: entry.ways, staleTime: 60_000 });
  const policy = ways.data?.registration ?? "open";
  const [challenge, setChallenge] = useState<Challenge | null>(null);
  useEffect(() => {
    document.title = registering ? `${t("Sign up")} · Parley` : `${t("Sign in")} · Parley`;
  }, [registering]);
  useEffect(() => {
    if (standing.state === "unknown") renewed(null).catch(() => {});
  }, [standing.state]);
  if (standing.state === "signed-in") return <Navigate to={from} replace />;

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [email, password, name] = ["email", "password", "name"].map((field) => (form.get(field) as string | null) ?? "") as [string, string, string];
    setBusy(true);
    setProblem(null);
    const arrived = (given: SignedIn | Challenge | LetterSent) => {
      if ("state" in given) setWritten(true);
      else if (isChallenge(given)) setChallenge(given);
      else signedIn(given);
    };
    (registering ? entry.register({ email: email.trim(), password, name: name.trim(), invitation }) : chat.signIn(email.trim(), password))
      .then(arrived, setProblem)
      .finally(() => setBusy(false));
  };

  if (written) {
    return (
      <SignInCard title={t("Look into your mail")} text={t("A letter with a link is on its way. Your account opens by it.")}>
        <p className="text-center"><Link to="/login" onClick={() => setWritten(false)} className="text-link underline underline-offset-2">{t("Back to signing in")}</Link></p>
      </SignInCard>
    );
  }
  if (registering && policy !== "open" && invitation === "") {
    return (
      <SignInCard title={t("By invitation")} text={t("Accounts are opened by invitation here. Ask an administrator of your team for a link.")}>
        <p className="text-center"><Link to="/login" className="text-link underline underline-offset-2">{t("Back to signing in")}</Link></p>
      </SignInCard>
    );
  }
  if (challenge) {
    return (
      <SignInCard title={t("One more step")} text={t("Your account asks for a code beside your password.")}>
        <CodeForm challenge={challenge.challenge} onSignedIn={signedIn} leave={<Button look="ghost" onClick={() => setChallenge(null)}>{t("Back to the password")}</Button>} />
      </SignInCard>
    );
  }

  return (
    <SignInCard title={registering ? t("Create your account") : t("Sign in to Parley")} text={t("Every model of your team, in one place.")}>
        <form onSubmit={submit} className="space-y-4" key={String(registering)}>
          {problem ? <Refusal problem={problem} /> : null}
          {registering ? <Field label={t("Name")} name="name" autoComplete="name" required maxLength={100} autoFocus /> : null}
          <Field label={t("Email")} name="email" type="email" autoComplete="username" inputMode="email" required autoFocus={!registering} />
          {registering ? (
            <PasswordField label={t("Password")} name="password" autoComplete="new-password" required minLength={8} hint={t("At least 8 characters. A short sentence is good.")} />
          ) : (
            <PasswordField label={t("Password")} name="password" autoComplete="current-password" required />
          )}
          <Button type="submit" look="primary" busy={busy} className="mt-2 min-h-11 w-full">{registering ? t("Sign up") : t("Sign in")}</Button>
        </form>
        {ways.data && ways.data.providers.length > 0 ? (
          <>
            <p className="my-4 flex items-center gap-3 text-xs text-text-3 before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border">{t("or::another way in")}</p>
            <ProviderButtons providers={ways.data.providers} from={from} invitation={invitation} />
          </>
        ) : null}
        {registering ? null : <p className="mt-4 text-center"><Link to="/forgot" className="text-link underline underline-offset-2">{t("Forgot your password?")}</Link></p>}
        {registering || policy === "open" ? (
          <p className="mt-4 text-center text-text-2">
            {registering ? t("Already have an account?") : t("New here?")}{" "}
            <Link to={registering ? "/login" : "/register"} state={{ from }} onClick={() => setProblem(null)} className="text-link underline underline-offset-2">
              {registering ? t("Sign in") : t("Create an account")}
            </Link>
          </p>
        ) : null}
    </SignInCard>
  );
}
