import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { Link } from "react-router";
import { entry } from "../api/entry";
import { t } from "../languages/speaking";
import { Button } from "../ui/button";
import { linkText } from "./link-text";
import { Refusal } from "./refusal";
import { SignInCard } from "./sign-in-card";

/** A press confirms, not the page's opening: programs that read mail open every link. */
export function VerifyPage() {
  const confirm = useMutation({ mutationFn: () => entry.verify(linkText()) });
  useEffect(() => {
    document.title = `${t("Confirm your address")} · Parley`;
  }, []);
  const signIn = <p className="mt-6 text-center"><Link to="/login" className="text-link underline underline-offset-2">{t("Go to signing in")}</Link></p>;
  if (confirm.isSuccess) return <SignInCard title={t("Your address is confirmed")} text={t("Your account is open: sign in with your password.")}>{signIn}</SignInCard>;
  return (
    <SignInCard title={t("Confirm your address")} text={t("Your account opens with this.")}>
      {confirm.error ? <Refusal problem={confirm.error} /> : null}
      <Button look="primary" busy={confirm.isPending} onClick={() => confirm.mutate()} className="mt-2 min-h-11 w-full">{t("Confirm it")}</Button>
      {signIn}
    </SignInCard>
  );
}
