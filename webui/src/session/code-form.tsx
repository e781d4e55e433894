import { useState, type FormEvent, type ReactNode } from "react";
import { answerChallenge } from "../api/entry";
import type { SignedIn } from "../api/types";
import { t } from "../languages/speaking";
import { Button } from "../ui/button";
import { Field } from "./fields";
import { Refusal } from "./refusal";

type Props = { challenge: string; onSignedIn: (answer: SignedIn) => void; leave: ReactNode };

/** The second half of signing in, for who has an authenticator. */
export function CodeForm({ challenge, onSignedIn, leave }: Props) {
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = new FormData(event.currentTarget).get("code") as string;
    setBusy(true);
    setProblem(null);
    answerChallenge(challenge, code.trim())
      .then(onSignedIn, setProblem)
      .finally(() => setBusy(false));
  };
  return (
    <form onSubmit={submit} className="space-y-4">
      {problem ? <Refusal problem={problem} /> : null}
      <CodeField autoFocus />
      <Button type="submit" look="primary" busy={busy} className="mt-2 min-h-11 w-full">{t("Continue")}</Button>
      <div className="text-center text-text-2">{leave}</div>
    </form>
  );
}

export function CodeField({ autoFocus = false }: { autoFocus?: boolean }) {
  return <Field label={t("Code")} name="code" autoComplete="one-time-code" autoCapitalize="none" spellCheck={false} required maxLength={20} autoFocus={autoFocus} hint={t("Six digits of your authenticator, or a backup code.")} />;
}
