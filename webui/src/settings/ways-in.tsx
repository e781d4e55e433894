import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { entry } from "../api/entry";
import { identities, type Identity, type Provider } from "../api/identities";
import { because, sentenceOf } from "../api/problem";
import type { User } from "../api/types";
import { queries } from "../conversations/data";
import { t } from "../languages/speaking";
import { leaveFor } from "../session/at-provider";
import { PasswordField } from "../session/fields";
import { Button } from "../ui/button";
import { notify } from "../ui/notices";

const key = ["identities"] as const;

/** Providers that may say who one is: none where the operator has named none. */
export function WaysIn({ user }: { user: User }) {
  const ways = useQuery({ queryKey: ["ways"], queryFn: entry.ways, staleTime: 60_000 });
  const list = useQuery({ queryKey: key, queryFn: identities.all, staleTime: 0, enabled: (ways.data?.providers.length ?? 0) > 0 });
  if (!ways.data || ways.data.providers.length === 0) return null;
  if (list.isPending) return <div role="status" aria-label={t("Loading your ways in")} className="skeleton h-4 w-7/12" />;
  if (list.isError) return <Button onClick={() => void list.refetch()}>{t("Load your ways in")}</Button>;
  return (
    <ul aria-label={t("Ways to sign in")} className="space-y-4">
      {ways.data.providers.map((provider) => (
        <Way key={provider.name} provider={provider} user={user} linked={list.data.items.filter((each) => each.provider === provider.name)} />
      ))}
    </ul>
  );
}

function Way({ provider, user, linked }: { provider: Provider; user: User; linked: Identity[] }) {
  const [asking, setAsking] = useState(false);
  const begin = useMutation({
    mutationFn: (password: string) => identities.beginLink(provider.name, password),
    onSuccess: ({ address }) => leaveFor(address, { linking: true, from: "/settings", invitation: "" }),
  });
  const unlink = useMutation({
    mutationFn: identities.unlink,
    onSuccess: () => notify(t("{name} is disconnected", { name: provider.label })),
    onError: (error) => notify(because(t("{name} is still connected.", { name: provider.label }), error)),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    begin.mutate((new FormData(event.currentTarget).get("password") as string | null) ?? "");
  };
  const connect = () => (user.has_password ? setAsking(true) : begin.mutate(""));
  return (
    <li className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0"><span className="block font-medium">{provider.label}</span><span className="wrap-anywhere text-text-2">{linked.length > 0 ? linked.map((each) => each.email || t("connected")).join(", ") : t("Not connected")}</span></p>
        {linked.length > 0 ? linked.map((each) => (
          <Button key={each.id} aria-label={t("Disconnect {name}", { name: `${provider.label} ${each.email}` })} busy={unlink.isPending && unlink.variables === each.id} onClick={() => unlink.mutate(each.id)}>{t("Disconnect")}</Button>
        )) : asking ? null : <Button aria-label={t("Connect {name}", { name: provider.label })} busy={begin.isPending} onClick={connect}>{t("Connect")}</Button>}
      </div>
      {asking ? (
        <form onSubmit={submit} className="space-y-4">
          <input type="hidden" name="email" autoComplete="username" value={user.email} />
          <PasswordField label={t("Your password")} name="password" autoComplete="current-password" required autoFocus hint={t("Whoever signs in as you at {name} gets into this account from then on.", { name: provider.label })} />
          <div className="flex justify-end gap-2">
            <Button onClick={() => setAsking(false)}>{t("Cancel")}</Button>
            <Button type="submit" look="primary" busy={begin.isPending}>{t("Continue to {name}", { name: provider.label })}</Button>
          </div>
        </form>
      ) : null}
      {begin.error ? <p role="alert" className="text-danger">{sentenceOf(begin.error)}</p> : null}
    </li>
  );
}
