import { useMutation, useQuery } from "@tanstack/react-query";
import { Pencil, Trash2 } from "lucide-react";
import { useState, type FormEvent } from "react";
import { memory, type Fact, type Memory as Remembered } from "../api/memory";
import { sentenceOf } from "../api/problem";
import { queries } from "../conversations/data";
import { t } from "../languages/speaking";
import { Field } from "../session/fields";
import { Button, IconButton } from "../ui/button";
import { notify } from "../ui/notices";

const memoryKey = ["memory"] as const;
const keep = (now: Remembered) => queries.setQueryData(memoryKey, now);
const failed = (error: unknown) => notify(sentenceOf(error));

/** What models remember from one chat to the next: all of it is here, and nothing unless one wants it. */
export function Memory() {
  const known = useQuery({ queryKey: memoryKey, queryFn: memory.read, staleTime: 0 });
  const switched = useMutation({ mutationFn: memory.switch, onSuccess: keep, onError: failed });
  const facts = known.data?.facts ?? [];
  return (
    <div className="space-y-5">
      <p className="text-text-2">{t("Models may note short facts that you tell of yourself, and are told of them in later chats. Temporary chats and other people’s agents know nothing of them.")}</p>
      {known.isPending ? <div role="status" aria-label={t("Loading what is remembered")} className="skeleton h-12 w-full" /> : null}
      {known.isError ? <Button onClick={() => void known.refetch()}>{t("Load what is remembered")}</Button> : null}
      {known.data ? (
        <>
          <label className="flex min-h-8 items-center gap-2.5 font-medium pointer-coarse:min-h-11">
            <input type="checkbox" role="switch" checked={switched.isPending ? switched.variables : known.data.is_on} onChange={(event) => switched.mutate(event.target.checked)} className="size-4 accent-accent" />
            {t("Remember across chats")}
          </label>
          {known.data.is_on || facts.length === 0 ? null : <p className="text-text-2">{t("It is off: what is below stays, and no model is told.")}</p>}
          {facts.length === 0 ? <p className="text-text-2">{known.data.is_on ? t("Nothing is remembered yet. Tell a model something of yourself, or write it here.") : t("Nothing is remembered.")}</p> : <ul aria-label={t("What is remembered")} className="divide-y divide-border border-y border-border">{facts.map((fact) => <Row key={fact.id} fact={fact} />)}</ul>}
          {known.data.is_on ? <NewFact /> : null}
        </>
      ) : null}
    </div>
  );
}

function NewFact() {
  const [text, setText] = useState("");
  const add = useMutation({ mutationFn: memory.add, onSuccess: (now) => { keep(now); setText(""); }, onError: failed });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) add.mutate(text);
  };
  return (
    <form aria-label={t("Remember something")} onSubmit={submit} className="flex items-end gap-2">
      <div className="min-w-0 flex-1"><Field label={t("Something to remember")} value={text} onChange={(event) => setText(event.target.value)} maxLength={400} autoComplete="off" placeholder={t("I write British English")} /></div>
      <Button type="submit" busy={add.isPending} disabled={!text.trim()}>{t("Add")}</Button>
    </form>
  );
}

function Row({ fact }: { fact: Fact }) {
  const [text, setText] = useState<string | null>(null);
  const change = useMutation({ mutationFn: (next: string) => memory.change(fact.id, next), onSuccess: (now) => { keep(now); setText(null); }, onError: failed });
  const forget = useMutation({ mutationFn: () => memory.forget(fact.id), onSuccess: (now) => { keep(now); notify(t("Forgotten")); }, onError: failed });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text?.trim()) change.mutate(text);
  };
  if (text !== null)
    return (
      <li className="py-3">
        <form aria-label={t("Change “{text}”", { text: fact.text })} onSubmit={submit} className="space-y-2">
          <Field label={t("What to remember")} value={text} onChange={(event) => setText(event.target.value)} required maxLength={400} autoFocus autoComplete="off" />
          <div className="flex justify-end gap-2"><Button onClick={() => setText(null)}>{t("Cancel")}</Button><Button type="submit" look="primary" busy={change.isPending}>{t("Save")}</Button></div>
        </form>
      </li>
    );
  return (
    <li className="flex items-start justify-between gap-3 py-2">
      <p dir="auto" className="min-w-0 py-1 wrap-anywhere">{fact.text}</p>
      <span className="inline-flex shrink-0">
        <IconButton label={t("Change “{text}”", { text: fact.text })} onClick={() => setText(fact.text)}><Pencil aria-hidden className="size-4" /></IconButton>
        <IconButton label={t("Forget “{text}”", { text: fact.text })} disabled={forget.isPending} onClick={() => forget.mutate()}><Trash2 aria-hidden className="size-4" /></IconButton>
      </span>
    </li>
  );
}
