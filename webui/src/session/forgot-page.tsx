import { useMutation } from "@tanstack/react-query";
import { useEffect, type FormEvent } from "react";
import { Link } from "react-router";
import { entry } from "../api/entry";
import { t } from "../languages/speaking";
import { Button } from "../ui/button";
import { Field } from "./fields";
import { Refusal } from "./refusal";
import { SignInCard } from "./sign-in-card";

/** Who forgot the password asks for a letter; the answer is the same whoever asks. */
export function ForgotPage() {
  const ask = useMutation({ mutationFn: entry.forgot });
  useEffect(() => {
    document.title = `${t("Forgot your password")} · Parley`;
  }, []);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    ask.mutate((new FormData(event.currentTarget).get("email") as string).trim());
  };
  const back = <p className="mt-6 text-center"><Link to="/login" className="text-link underline underline-offset-2">{t("Back to signing in")}</Link></p>;
  if (ask.isSuccess) {
    return <SignInCard title={t("Look into your mail")} text={t("If this address has an account, a letter with a link is on its way. The link works once, for 15 minutes.")}>{back}</SignInCard>;
  }
  return (
    <SignInCard title={t("Forgot your password?")} text={t("We write to you with a link to choose a new one.")}>
      <form onSubmit={submit} className="space-y-4">
        {ask.error ? <Refusal problem={ask.error} /> : null}
        <Field label={t("Email")} name="email" type="email" autoComplete="username" inputMode="email" required autoFocus />
        <Button type="submit" look="primary" busy={ask.isPending} className="mt-2 min-h-11 w-full">{t("Send the letter")}</Button>
      </form>
      {back}
    </SignInCard>
  );
}
