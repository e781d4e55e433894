import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { renamed } from "../api/access";
import { chat } from "../api/client";
import { entry } from "../api/entry";
import { because, sentenceOf } from "../api/problem";
import type { User } from "../api/types";
import { queries } from "../conversations/data";
import { dayAndTime } from "../languages/formats";
import { t } from "../languages/speaking";
import { Field, PasswordField } from "../session/fields";
import { Button } from "../ui/button";
import { notify } from "../ui/notices";

/** Who one is: the name that greets, and the password. */
export function Account({ user }: { user: User }) {
  const [changing, setChanging] = useState(false);
  const ask = useMutation({
    mutationFn: entry.forgot,
    onSuccess: () => notify(t("A letter with a link is on its way")),
    onError: (error) => notify(because(t("No letter was sent."), error)),
  });
  return (
    <>
      <NameForm user={user} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p><span className="block font-medium">{t("Password")}</span><span className="text-text-2">{user.has_password ? t("A new one signs you out on all other devices.") : t("You have none yet. A letter's link lets you choose one.")}</span></p>
        {user.has_password ? (changing ? null : <Button onClick={() => setChanging(true)}>{t("Change password")}</Button>) : <Button busy={ask.isPending} onClick={() => ask.mutate(user.email)}>{t("Send the letter")}</Button>}
      </div>
      {changing ? <PasswordForm email={user.email} onDone={() => setChanging(false)} /> : null}
    </>
  );
}

function NameForm({ user }: { user: User }) {
  const [name, setName] = useState(user.name);
  const rename = useMutation({
    mutationFn: chat.rename,
    onSuccess: (changed) => {
      renamed(changed);
      setName(changed.name);
      notify(t("Name saved"));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate(name);
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
      <div className="min-w-48 flex-1"><Field label={t("Name")} hint={user.email} name="name" autoComplete="name" required maxLength={80} value={name} onChange={(event) => setName(event.target.value)} /></div>
      <Button type="submit" busy={rename.isPending} disabled={name.trim() === "" || name.trim() === user.name} className="mb-7">{t("Save name")}</Button>
      {rename.error ? <p role="alert" className="w-full text-danger">{sentenceOf(rename.error)}</p> : null}
    </form>
  );
}

function PasswordForm({ email, onDone }: { email: string; onDone: () => void }) {
  const change = useMutation({
    mutationFn: ({ present, next }: { present: string; next: string }) => chat.changePassword(present, next),
    onSuccess: () => {
      notify(t("Password changed. You are signed out everywhere else."));
      void queries.invalidateQueries({ queryKey: sessionsKey });
      onDone();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    change.mutate({ present: given.get("present") as string, next: given.get("new") as string });
  };
  return (
    <form onSubmit={submit} className="space-y-4">
      <input type="hidden" name="email" autoComplete="username" value={email} />
      <PasswordField label={t("Present password")} name="present" autoComplete="current-password" required autoFocus />
      <PasswordField label={t("New password")} name="new" autoComplete="new-password" required minLength={8} hint={t("At least 8 characters.")} />
      {change.error ? <p role="alert" className="text-danger">{sentenceOf(change.error)}</p> : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{t("Cancel")}</Button>
        <Button type="submit" look="primary" busy={change.isPending}>{t("Change password")}</Button>
      </div>
    </form>
  );
}

const sessionsKey = ["sessions"] as const;

/** Where one is signed in, and out of it from here. */
export function Devices() {
  const list = useQuery({ queryKey: sessionsKey, queryFn: chat.sessions, staleTime: 0 });
  const end = useMutation({
    mutationFn: (id: string | null) => (id === null ? chat.endOtherSessions() : chat.endSession(id)),
    onError: (error) => notify(because(t("The device is still signed in."), error)),
    onSettled: () => queries.invalidateQueries({ queryKey: sessionsKey }),
  });
  if (list.isPending) return <div role="status" aria-label={t("Loading your devices")} className="skeleton h-4 w-7/12" />;
  if (list.isError) return <Button onClick={() => void list.refetch()}>{t("Load your devices")}</Button>;
  const { items } = list.data;
  return (
    <>
      <ul className="space-y-3">
        {items.map((item) => (
          <li key={item.id} className="flex items-center justify-between gap-3">
            <p className="min-w-0">
              <span className="block truncate font-medium">{item.is_current ? t("{device} (this one)", { device: item.device }) : item.device}</span>
              <span className="text-text-2">{t("Last used {time}", { time: dayAndTime(item.used_at) })}</span>
            </p>
            {item.is_current ? null : <Button aria-label={t("Sign out {device}", { device: item.device })} busy={end.isPending && end.variables === item.id} onClick={() => end.mutate(item.id)}>{t("Sign out")}</Button>}
          </li>
        ))}
      </ul>
      {items.length > 1 ? <Button busy={end.isPending && end.variables === null} onClick={() => end.mutate(null)}>{t("Sign out all other devices")}</Button> : null}
    </>
  );
}
