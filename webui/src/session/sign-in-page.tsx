import { useEffect, useState, type FormEvent } from "react";
import { Link, Navigate, useLocation } from "react-router";
import { renewed, signedIn } from "../api/access";
import { chat } from "../api/client";
import { isChallenge, type Challenge } from "../api/entry";
import { Button } from "../ui/button";
import { CodeForm } from "./code-form";
import { Field, PasswordField } from "./fields";
import { Refusal } from "./refusal";
import { SignInCard } from "./sign-in-card";
import { useStanding } from "./standing";

export function SignInPage({ registering }: { registering: boolean }) {
  const standing = useStanding();
  const from = (useLocation().state as { from?: string } | null)?.from ?? "/";
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [challenge, setChallenge] = useState<Challenge | null>(null);
  useEffect(() => {
    document.title = registering ? "Sign up · Parley" : "Sign in · Parley";
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
    (registering ? chat.register(email.trim(), password, name.trim()) : chat.signIn(email.trim(), password))
      .then((given) => (isChallenge(given) ? setChallenge(given) : signedIn(given)), setProblem)
      .finally(() => setBusy(false));
  };

  if (challenge) {
    return (
      <SignInCard title="One more step" text="Your account asks for a code beside your password.">
        <CodeForm challenge={challenge.challenge} onSignedIn={signedIn} leave={<Button look="ghost" onClick={() => setChallenge(null)}>Back to the password</Button>} />
      </SignInCard>
    );
  }

  return (
    <SignInCard title={registering ? "Create your account" : "Sign in to Parley"} text="Every model of your team, in one place.">
        <form onSubmit={submit} className="space-y-4" key={String(registering)}>
          {problem ? <Refusal problem={problem} /> : null}
          {registering ? <Field label="Name" name="name" autoComplete="name" required maxLength={100} autoFocus /> : null}
          <Field label="Email" name="email" type="email" autoComplete="username" inputMode="email" required autoFocus={!registering} />
          {registering ? (
            <PasswordField label="Password" name="password" autoComplete="new-password" required minLength={8} hint="At least 8 characters. A short sentence is good." />
          ) : (
            <PasswordField label="Password" name="password" autoComplete="current-password" required />
          )}
          <Button type="submit" look="primary" busy={busy} className="mt-2 min-h-11 w-full">{registering ? "Sign up" : "Sign in"}</Button>
        </form>
        <p className="mt-6 text-center text-text-2">
          {registering ? "Already have an account? " : "New here? "}
          <Link to={registering ? "/login" : "/register"} state={{ from }} onClick={() => setProblem(null)} className="text-link underline underline-offset-2">
            {registering ? "Sign in" : "Create an account"}
          </Link>
        </p>
    </SignInCard>
  );
}
