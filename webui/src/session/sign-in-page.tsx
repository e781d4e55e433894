import { CircleAlert } from "lucide-react";
import { useEffect, useState, type FormEvent } from "react";
import { Link, Navigate, useLocation } from "react-router";
import { renewed, signedIn } from "../api/access";
import { chat } from "../api/client";
import { Problem, sentenceOf } from "../api/problem";
import { Button } from "../ui/button";
import { Logo } from "../ui/logo";
import { Field, PasswordField } from "./fields";
import { useStanding } from "./standing";

export function SignInPage({ registering }: { registering: boolean }) {
  const standing = useStanding();
  const from = (useLocation().state as { from?: string } | null)?.from ?? "/";
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
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
      .then(signedIn, setProblem)
      .finally(() => setBusy(false));
  };

  return (
    <main className="grid h-dvh place-items-center overflow-y-auto bg-surface-1 p-4">
      <div className="w-full max-w-100 rounded-dialog border border-border bg-raised p-6 sm:p-8">
        <Logo className="mb-5 size-10" />
        <h1 className="text-2xl font-semibold tracking-tight">{registering ? "Create your account" : "Sign in to Parley"}</h1>
        <p className="mt-1.5 mb-6 text-text-2">Every model of your team, in one place.</p>
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
      </div>
    </main>
  );
}

export function Refusal({ problem }: { problem: unknown }) {
  return (
    <p role="alert" className="flex gap-2 rounded-control bg-danger-soft px-3 py-2">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
      <span>
        {sentenceOf(problem)}
        {problem instanceof Problem && problem.retryAfterS ? ` Try again in ${problem.retryAfterS} s.` : ""}
      </span>
    </p>
  );
}
