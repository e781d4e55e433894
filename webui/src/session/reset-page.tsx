import { useMutation } from "@tanstack/react-query";
import { useEffect, type FormEvent } from "react";
import { Link, useNavigate } from "react-router";
import { entry } from "../api/entry";
import { t } from "../languages/speaking";
import { Button } from "../ui/button";
import { notify } from "../ui/notices";
import { PasswordField } from "./fields";
import { linkText } from "./link-text";
import { Refusal } from "./refusal";
import { SignInCard } from "./sign-in-card";

/** Where the letter's link leads: a new password, once. */
export function ResetPage() {
  const navigate = useNavigate();
  const set = useMutation({
    mutationFn: (password: string) => entry.setPassword(linkText(), password),
    onSuccess: () => {
      notify(t("Your new password counts from now on. Sign in with it."));
      void navigate("/login", { replace: true });
    },
  });
  useEffect(() => {
    document.title = `${t("A new password")} · Parley`;
  }, []);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    set.mutate(new FormData(event.currentTarget).get("password") as string);
  };
  return (
    <SignInCard title={t("Choose a new password")} text={t("You are signed out everywhere; then you sign in with it.")}>
      <form onSubmit={submit} className="space-y-4">
        {set.error ? <Refusal problem={set.error} /> : null}
        <PasswordField label={t("New password")} name="password" autoComplete="new-password" required minLength={8} autoFocus hint={t("At least 8 characters. A short sentence is good.")} />
        <Button type="submit" look="primary" busy={set.isPending} className="mt-2 min-h-11 w-full">{t("Set the password")}</Button>
      </form>
      <p className="mt-6 text-center"><Link to="/forgot" className="text-link underline underline-offset-2">{t("Ask for a new link")}</Link></p>
    </SignInCard>
  );
}
