import { KeyRound, Plus, RotateCw, Trash2 } from "lucide-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { own, type MadeKey, type OwnKey } from "../api/own";
import { because, sentenceOf } from "../api/problem";
import { queries } from "../conversations/data";
import { day } from "../languages/formats";
import { rich } from "../languages/rich";
import { msg, t } from "../languages/speaking";
import { useModels } from "../models/catalogue";
import { money } from "../models/money";
import { Field } from "../session/fields";
import { endWords } from "../sharing/addresses";
import { Button, IconButton } from "../ui/button";
import { Choice, Choices } from "../ui/choice";
import { useCopy } from "../ui/copy";
import { notify } from "../ui/notices";
import { ProviderKeys } from "./provider-keys";
import { endOf, endpointName, endpoints, lastings, scopeOf, scopeWords, type Endpoint, type Lasting } from "./terms";

const keysKey = ["keys"] as const;
const refresh = () => queries.invalidateQueries({ queryKey: keysKey });

/** Keys for programs: what they use is booked to their owner. */
export function Keys() {
  const list = useQuery({ queryKey: keysKey, queryFn: own.keys, staleTime: 0 });
  const [creating, setCreating] = useState(false);
  const [made, setMade] = useState<MadeKey | null>(null);
  const show = (key: MadeKey) => {
    setCreating(false);
    setMade(key);
    void refresh();
  };
  const items = list.data?.items ?? [];
  const good = items.filter((key) => key.state === "active");
  const ended = items.filter((key) => key.state !== "active");
  return (
    <div className="space-y-5">
      <p className="text-text-2">{rich("A key lets Cursor, Claude Code, Codex or your own program use your models at {address}. What it uses counts as yours.", { address: <code className="rounded-control bg-code px-1 py-0.5 text-xs">{location.origin}/v1</code> })}</p>
      {made ? <Secret made={made} onDone={() => setMade(null)} /> : null}
      {creating ? <NewKeyForm onMade={show} onCancel={() => setCreating(false)} /> : made ? null : <Button look="primary" onClick={() => setCreating(true)}><Plus aria-hidden className="size-4" />{t("Create a key")}</Button>}
      {list.isPending ? <div role="status" aria-label={t("Loading your keys")} className="skeleton h-12 w-full" /> : null}
      {list.isError ? <Button onClick={() => void list.refetch()}>{t("Load your keys")}</Button> : null}
      {list.data && items.length === 0 && !creating && !made ? <p className="text-text-2">{t("You have no keys yet.")}</p> : null}
      {good.length > 0 ? <ul aria-label={t("Your keys")} className="divide-y divide-border border-y border-border">{good.map((key) => <KeyRow key={key.id} item={key} onRotated={show} />)}</ul> : null}
      {ended.length > 0 ? (
        <details>
          <summary className="min-h-8 cursor-pointer py-1 text-text-2 pointer-coarse:min-h-11">{t("Ended keys ({count})", { count: ended.length })}</summary>
          <ul aria-label={t("Ended keys")} className="divide-y divide-border">{ended.map((key) => <KeyRow key={key.id} item={key} onRotated={show} />)}</ul>
        </details>
      ) : null}
      <ProviderKeys />
    </div>
  );
}

/** Shown once; the focus comes here, so that it is not overlooked. */
function Secret({ made, onDone }: { made: MadeKey; onDone: () => void }) {
  const { copied, copy } = useCopy();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <section aria-label={t("Your new key")} className="space-y-3 rounded-card border border-border bg-ok-soft p-4">
      <h3 className="flex items-center gap-2 font-semibold"><KeyRound aria-hidden className="size-4 text-ok" />{t("{name}: copy it now", { name: made.key.name })}</h3>
      <p>{t("It is shown this once, and kept nowhere. Whoever has it spends your money.")}</p>
      <div className="flex flex-wrap gap-2">
        <input ref={field} readOnly aria-label={t("Key")} value={made.secret} onFocus={(event) => event.target.select()} className="min-h-11 min-w-0 flex-1 rounded-control border border-border-strong bg-raised px-3 font-mono text-sm" />
        <Button look="primary" className="min-w-24" onClick={() => copy(made.secret)}>{copied ? t("Copied") : t("Copy")}</Button>
        <Button onClick={onDone}>{t("Done")}</Button>
      </div>
    </section>
  );
}

function NewKeyForm({ onMade, onCancel }: { onMade: (made: MadeKey) => void; onCancel: () => void }) {
  const models = useModels();
  const all = (models.data ?? []).map((model) => model.name);
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set());
  const [can, setCan] = useState<ReadonlySet<Endpoint>>(new Set(endpoints));
  const [lasting, setLasting] = useState<Lasting>("90");
  const create = useMutation({ mutationFn: own.createKey, onSuccess: onMade });
  const chosen = new Set(all.filter((model) => !without.has(model)));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = (new FormData(event.currentTarget).get("name") as string).trim();
    create.mutate({ name, expires_at: endOf(lasting, new Date()), scope: scopeOf(chosen, all, can) });
  };
  return (
    <form aria-label={t("New key")} onSubmit={submit} className="space-y-4 rounded-card border border-border p-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("Name")} name="name" required maxLength={80} autoFocus autoComplete="off" placeholder={t("My laptop")} />
        <Choice label={t("Ends after")} value={lasting} choices={lastings()} onChange={setLasting} />
      </div>
      <details>
        <summary className="min-h-8 cursor-pointer py-1 text-text-2 pointer-coarse:min-h-11">{t("Limit what it can do")}</summary>
        <div className="space-y-4 pt-2">
          {all.length > 0 ? <Choices legend={t("Models")} values={all} chosen={chosen} nameOf={(name) => models.data?.find((model) => model.name === name)?.label ?? name} onChange={(next) => setWithout(new Set(all.filter((model) => !next.has(model))))} /> : null}
          <Choices legend={t("Interfaces")} values={endpoints} chosen={can} nameOf={endpointName} onChange={setCan} />
        </div>
      </details>
      {create.error ? <p role="alert" className="text-danger">{sentenceOf(create.error)}</p> : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t("Cancel")}</Button>
        <Button type="submit" look="primary" busy={create.isPending} disabled={can.size === 0 || (all.length > 0 && chosen.size === 0)}>{t("Create key")}</Button>
      </div>
    </form>
  );
}

const states = { active: "", revoked: msg("Revoked"), expired: msg("Ended") } as const;

function KeyRow({ item, onRotated }: { item: OwnKey; onRotated: (made: MadeKey) => void }) {
  const [asking, setAsking] = useState<"rotate" | "revoke" | null>(null);
  const isGood = item.state === "active";
  const facts = [
    scopeWords(item),
    item.last_used_at ? t("last used {day}", { day: day(item.last_used_at) }) : t("never used"),
    t("{money} in 30 days", { money: money(item.spent_nano_usd) }),
    isGood ? endWords(item) : t(states[item.state]),
  ];
  return (
    <li className="py-3">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="flex flex-wrap items-baseline gap-x-3"><span dir="auto" className="font-medium">{item.name}</span><code className="text-xs text-text-3">{item.prefix.slice(0, 14)}…{item.last4}</code></p>
          <p className="text-xs text-text-2 tabular-nums">{facts.join(" · ")}</p>
        </div>
        {isGood ? (
          <span className="inline-flex shrink-0">
            <IconButton label={t("Rotate {name}", { name: item.name })} onClick={() => setAsking("rotate")}><RotateCw aria-hidden className="size-4" /></IconButton>
            <IconButton label={t("Revoke {name}", { name: item.name })} onClick={() => setAsking("revoke")}><Trash2 aria-hidden className="size-4" /></IconButton>
          </span>
        ) : null}
      </div>
      {asking === "rotate" ? <Rotate item={item} onRotated={(made) => { setAsking(null); onRotated(made); }} onCancel={() => setAsking(null)} /> : null}
      {asking === "revoke" ? <Revoke item={item} onDone={() => setAsking(null)} /> : null}
    </li>
  );
}

type Overlap = "0" | "3600" | "86400" | "604800";
const overlaps: [Overlap, string][] = [["0", msg("At once")], ["3600", msg("After an hour")], ["86400", msg("After a day")], ["604800", msg("After a week")]];

function Rotate({ item, onRotated, onCancel }: { item: OwnKey; onRotated: (made: MadeKey) => void; onCancel: () => void }) {
  const [overlap, setOverlap] = useState<Overlap>("86400");
  const rotate = useMutation({ mutationFn: () => own.rotateKey(item.id, Number(overlap)), onSuccess: onRotated, onError: (error) => notify(because(t("The key was not rotated."), error)) });
  return (
    <div className="mt-3 space-y-3 rounded-card border border-border p-4">
      <p>{t("A new key that may do the same takes the place of this one.")}</p>
      <Choice label={t("The old key ends")} value={overlap} choices={overlaps.map(([seconds, words]) => [seconds, t(words)])} onChange={setOverlap} />
      <div className="flex justify-end gap-2"><Button onClick={onCancel}>{t("Cancel")}</Button><Button look="primary" busy={rotate.isPending} onClick={() => rotate.mutate()}>{t("Rotate key")}</Button></div>
    </div>
  );
}

function Revoke({ item, onDone }: { item: OwnKey; onDone: () => void }) {
  const revoke = useMutation({
    mutationFn: () => own.revokeKey(item.id),
    onSuccess: () => { notify(t("{name} is revoked", { name: item.name })); onDone(); },
    onError: (error) => notify(because(t("The key still works."), error)),
    onSettled: refresh,
  });
  return (
    <div className="mt-3 flex flex-wrap items-center justify-end gap-2 rounded-card bg-danger-soft p-4">
      <p className="me-auto min-w-48 flex-1">{t("Programs that use {name} stop at once, for good.", { name: item.name })}</p>
      <Button autoFocus onClick={onDone}>{t("Keep it")}</Button>
      <Button look="danger" busy={revoke.isPending} onClick={() => revoke.mutate()}>{t("Revoke key")}</Button>
    </div>
  );
}
