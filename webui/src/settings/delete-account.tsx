import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { signedOut } from "../api/access";
import { own } from "../api/own";
import { sentenceOf } from "../api/problem";
import type { User } from "../api/types";
import { queries } from "../conversations/data";
import { t } from "../languages/speaking";
import { PasswordField } from "../session/fields";
import { forgetAll } from "../stored/drafts";
import { Button } from "../ui/button";
import { notify } from "../ui/notices";

/** For good: nobody can bring it back, so it takes the password and says what goes. */
export function DeleteAccount({ user }: { user: User }) {
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: own.deleteAccount,
    onSuccess: () => {
      forgetAll();
      queries.clear();
      signedOut();
      notify(t("Your account is deleted."));
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    remove.mutate((new FormData(event.currentTarget).get("password") as string | null) ?? "");
  };
  if (!asking) {
    return (
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-text-2">{t("Your chats, keys and settings go for good.")}</p>
        <Button className="text-danger" onClick={() => setAsking(true)}>{t("Delete my account")}</Button>
      </div>
    );
  }
  return (
    <form onSubmit={submit} className="space-y-4 rounded-card bg-danger-soft p-4">
      <p>{t("All your chats with their messages, your keys, files and links are deleted at once. Programs that use your keys stop. Nobody can bring any of it back. Export your chats first if you want to keep them.")}</p>
      {user.has_password ? (
        <>
          <input type="hidden" name="email" autoComplete="username" value={user.email} />
          <PasswordField label={t("Your password")} name="password" autoComplete="current-password" required autoFocus />
        </>
      ) : null}
      {remove.error ? <p role="alert" className="text-danger">{sentenceOf(remove.error)}</p> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={() => setAsking(false)}>{t("Keep my account")}</Button>
        <Button type="submit" look="danger" busy={remove.isPending}>{t("Delete it for good")}</Button>
      </div>
    </form>
  );
}
