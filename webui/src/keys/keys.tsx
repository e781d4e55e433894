import { KeyRound, Plus, RotateCw, Trash2 } from "lucide-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { own, type MadeKey, type OwnKey } from "../api/own";
import { sentenceOf } from "../api/problem";
import { queries } from "../conversations/data";
import { useModels } from "../models/catalogue";
import { money } from "../models/money";
import { Field } from "../session/fields";
import { Button, IconButton } from "../ui/button";
import { Choice, Choices } from "../ui/choice";
import { useCopy } from "../ui/copy";
import { notify } from "../ui/notices";
import { endOf, endpointName, endpoints, lastings, scopeOf, scopeWords, type Endpoint, type Lasting } from "./terms";

const keysKey = ["keys"] as const;
const refresh = () => queries.invalidateQueries({ queryKey: keysKey });
const when = new Intl.DateTimeFormat("en", { dateStyle: "medium" });
const dayOf = (moment: string) => when.format(new Date(moment));

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
      <p className="text-text-2">A key lets Cursor, Claude Code, Codex or your own program use your models at <code className="rounded-control bg-code px-1 py-0.5 text-xs">{location.origin}/v1</code>. What it uses counts as yours.</p>
      {made ? <Secret made={made} onDone={() => setMade(null)} /> : null}
      {creating ? <NewKeyForm onMade={show} onCancel={() => setCreating(false)} /> : made ? null : <Button look="primary" onClick={() => setCreating(true)}><Plus aria-hidden className="size-4" />Create a key</Button>}
      {list.isPending ? <div role="status" aria-label="Loading your keys" className="skeleton h-12 w-full" /> : null}
      {list.isError ? <Button onClick={() => void list.refetch()}>Load your keys</Button> : null}
      {list.data && items.length === 0 && !creating && !made ? <p className="text-text-2">You have no keys yet.</p> : null}
      {good.length > 0 ? <ul aria-label="Your keys" className="divide-y divide-border border-y border-border">{good.map((key) => <KeyRow key={key.id} item={key} onRotated={show} />)}</ul> : null}
      {ended.length > 0 ? (
        <details>
          <summary className="min-h-8 cursor-pointer py-1 text-text-2 pointer-coarse:min-h-11">Ended keys ({ended.length})</summary>
          <ul aria-label="Ended keys" className="divide-y divide-border">{ended.map((key) => <KeyRow key={key.id} item={key} onRotated={show} />)}</ul>
        </details>
      ) : null}
    </div>
  );
}

/** Shown once; the focus comes here, so that it is not overlooked. */
function Secret({ made, onDone }: { made: MadeKey; onDone: () => void }) {
  const { copied, copy } = useCopy();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <section aria-label="Your new key" className="space-y-3 rounded-card border border-border bg-ok-soft p-4">
      <h3 className="flex items-center gap-2 font-semibold"><KeyRound aria-hidden className="size-4 text-ok" />{made.key.name}: copy it now</h3>
      <p>It is shown this once, and kept nowhere. Whoever has it spends your money.</p>
      <div className="flex flex-wrap gap-2">
        <input ref={field} readOnly aria-label="Key" value={made.secret} onFocus={(event) => event.target.select()} className="min-h-11 min-w-0 flex-1 rounded-control border border-border-strong bg-raised px-3 font-mono text-sm" />
        <Button look="primary" className="min-w-24" onClick={() => copy(made.secret)}>{copied ? "Copied" : "Copy"}</Button>
        <Button onClick={onDone}>Done</Button>
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
    <form aria-label="New key" onSubmit={submit} className="space-y-4 rounded-card border border-border p-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Name" name="name" required maxLength={80} autoFocus autoComplete="off" placeholder="My laptop" />
        <Choice label="Ends after" value={lasting} choices={lastings} onChange={setLasting} />
      </div>
      <details>
        <summary className="min-h-8 cursor-pointer py-1 text-text-2 pointer-coarse:min-h-11">Limit what it can do</summary>
        <div className="space-y-4 pt-2">
          {all.length > 0 ? <Choices legend="Models" values={all} chosen={chosen} nameOf={(name) => models.data?.find((model) => model.name === name)?.label ?? name} onChange={(next) => setWithout(new Set(all.filter((model) => !next.has(model))))} /> : null}
          <Choices legend="Interfaces" values={endpoints} chosen={can} nameOf={endpointName} onChange={setCan} />
        </div>
      </details>
      {create.error ? <p role="alert" className="text-danger">{sentenceOf(create.error)}</p> : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" look="primary" busy={create.isPending} disabled={can.size === 0 || (all.length > 0 && chosen.size === 0)}>Create key</Button>
      </div>
    </form>
  );
}

const states = { active: "", revoked: "Revoked", expired: "Ended" } as const;

function KeyRow({ item, onRotated }: { item: OwnKey; onRotated: (made: MadeKey) => void }) {
  const [asking, setAsking] = useState<"rotate" | "revoke" | null>(null);
  const isGood = item.state === "active";
  const facts = [
    scopeWords(item),
    item.last_used_at ? `last used ${dayOf(item.last_used_at)}` : "never used",
    `${money(item.spent_nano_usd)} in 30 days`,
    isGood ? (item.expires_at ? `ends ${dayOf(item.expires_at)}` : "never ends") : states[item.state],
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
            <IconButton label={`Rotate ${item.name}`} onClick={() => setAsking("rotate")}><RotateCw aria-hidden className="size-4" /></IconButton>
            <IconButton label={`Revoke ${item.name}`} onClick={() => setAsking("revoke")}><Trash2 aria-hidden className="size-4" /></IconButton>
          </span>
        ) : null}
      </div>
      {asking === "rotate" ? <Rotate item={item} onRotated={(made) => { setAsking(null); onRotated(made); }} onCancel={() => setAsking(null)} /> : null}
      {asking === "revoke" ? <Revoke item={item} onDone={() => setAsking(null)} /> : null}
    </li>
  );
}

type Overlap = "0" | "3600" | "86400" | "604800";
const overlaps: [Overlap, string][] = [["0", "At once"], ["3600", "After an hour"], ["86400", "After a day"], ["604800", "After a week"]];

function Rotate({ item, onRotated, onCancel }: { item: OwnKey; onRotated: (made: MadeKey) => void; onCancel: () => void }) {
  const [overlap, setOverlap] = useState<Overlap>("86400");
  const rotate = useMutation({ mutationFn: () => own.rotateKey(item.id, Number(overlap)), onSuccess: onRotated, onError: (error) => notify(`The key was not rotated. ${sentenceOf(error)}`) });
  return (
    <div className="mt-3 space-y-3 rounded-card border border-border p-4">
      <p>A new key that may do the same takes the place of this one.</p>
      <Choice label="The old key ends" value={overlap} choices={overlaps} onChange={setOverlap} />
      <div className="flex justify-end gap-2"><Button onClick={onCancel}>Cancel</Button><Button look="primary" busy={rotate.isPending} onClick={() => rotate.mutate()}>Rotate key</Button></div>
    </div>
  );
}

function Revoke({ item, onDone }: { item: OwnKey; onDone: () => void }) {
  const revoke = useMutation({
    mutationFn: () => own.revokeKey(item.id),
    onSuccess: () => { notify(`${item.name} is revoked`); onDone(); },
    onError: (error) => notify(`The key still works. ${sentenceOf(error)}`),
    onSettled: refresh,
  });
  return (
    <div className="mt-3 flex flex-wrap items-center justify-end gap-2 rounded-card bg-danger-soft p-4">
      <p className="me-auto min-w-48 flex-1">Programs that use {item.name} stop at once, for good.</p>
      <Button autoFocus onClick={onDone}>Keep it</Button>
      <Button look="danger" busy={revoke.isPending} onClick={() => revoke.mutate()}>Revoke key</Button>
    </div>
  );
}
