import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { because, sentenceOf } from "../api/problem";
import { providerKeys, type OpenProvider } from "../api/provider-keys";
import { queries } from "../conversations/data";
import { day } from "../languages/formats";
import { t } from "../languages/speaking";
import { PasswordField } from "../session/fields";
import { Button } from "../ui/button";
import { notify } from "../ui/notices";

const key = ["provider-keys"] as const;

/** One's own keys at providers, where an administrator lets people use theirs; else nothing. */
export function ProviderKeys() {
  const list = useQuery({ queryKey: key, queryFn: providerKeys.all, staleTime: 0 });
  if (list.isError) return <Button onClick={() => void list.refetch()}>{t("Load your keys at providers")}</Button>;
  if (list.isPending || list.data.items.length === 0) return null;
  return (
    <section aria-label={t("Your keys at providers")} className="space-y-4 border-t border-border pt-5">
      <h3 className="font-medium">{t("Your keys at providers")}</h3>
      <p className="text-text-2">{t("With a key of your own a provider is asked on your account: in your chats, for agents that you use and by your API keys. You pay it there; your budgets here stay as they are.")}</p>
      <ul className="divide-y divide-border border-y border-border">{list.data.items.map((item) => <Row key={item.provider} item={item} />)}</ul>
    </section>
  );
}

function Row({ item }: { item: OpenProvider }) {
  const [entering, setEntering] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: key });
  const keep = useMutation({
    mutationFn: (secret: string) => providerKeys.keep({ provider: item.provider, secret }),
    onSuccess: (found) => {
      queries.setQueryData(key, found);
      setEntering(false);
      notify(t("Your key at {name} is used from now on", { name: item.provider }));
    },
  });
  const forget = useMutation({
    mutationFn: () => providerKeys.forget(item.provider),
    onSuccess: () => notify(t("Your key at {name} is forgotten", { name: item.provider })),
    onError: (error) => notify(because(t("Your key at {name} is still there.", { name: item.provider }), error)),
    onSettled: refresh,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    keep.mutate(new FormData(event.currentTarget).get("secret") as string);
  };
  const known = item.key;
  const state = known === null ? t("The team's key is used") : known.is_used ? t("Your key …{end}, since {day}", { end: known.last4, day: day(known.created_at) }) : t("Not used: the provider is at another address now. Enter the key again.");
  return (
    <li className="space-y-3 py-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0"><span className="block font-medium">{item.provider}</span><span className="text-text-2">{state}</span></p>
        {entering ? null : (
          <span className="flex gap-2">
            {known ? <Button aria-label={t("Forget your key at {name}", { name: item.provider })} busy={forget.isPending} onClick={() => forget.mutate()}>{t("Forget")}</Button> : null}
            <Button aria-label={t("Enter your key at {name}", { name: item.provider })} onClick={() => setEntering(true)}>{known ? t("Replace") : t("Enter a key")}</Button>
          </span>
        )}
      </div>
      {entering ? (
        <form onSubmit={submit} className="space-y-4">
          <PasswordField label={t("Key")} name="secret" autoComplete="off" spellCheck={false} required minLength={8} autoFocus hint={t("It is tried, kept sealed, and never shown again.")} />
          {keep.error ? <p role="alert" className="text-danger">{sentenceOf(keep.error)}</p> : null}
          <div className="flex justify-end gap-2">
            <Button onClick={() => setEntering(false)}>{t("Cancel")}</Button>
            <Button type="submit" look="primary" busy={keep.isPending}>{t("Use this key")}</Button>
          </div>
        </form>
      ) : null}
    </li>
  );
}
