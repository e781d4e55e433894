/** Answers of one question side by side; on a narrow page one at a time, behind tabs. */
import { useQuery } from "@tanstack/react-query";
import { Check, Columns2, Square } from "lucide-react";
import { memo, useCallback, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { chat } from "../api/client";
import { because } from "../api/problem";
import type { Message, Model } from "../api/types";
import { AnswerTurn } from "../chat/answer-turn";
import { answerKey, attend } from "../chat/thread-data";
import { t } from "../languages/speaking";
import { Button } from "../ui/button";
import { useMedia } from "../ui/media";
import { notify } from "../ui/notices";
import { stepOf } from "../ui/reading";
import { askNoOthers, showOne } from "./chosen";

type Props = { message: Message; models: Model[]; onKeep: (answer: Message) => void };

export function Columns({ ids, message, models, onKeep }: Props & { ids: readonly string[] }) {
  const wide = useMedia("(min-width: 48rem)");
  const [at, setAt] = useState(0);
  const [labels, setLabels] = useState<Readonly<Record<string, string>>>({});
  const id = useId();
  const tabs = useRef<HTMLDivElement>(null);
  const named = useCallback((answer: string, label: string) => setLabels((before) => (before[answer] === label ? before : { ...before, [answer]: label })), []);
  const keep = (answer: Message) => {
    showOne(message.parent_id ?? "");
    askNoOthers();
    onKeep(answer);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = stepOf(event);
    if (step === 0) return;
    event.preventDefault();
    const next = (at + step + ids.length) % ids.length;
    setAt(next);
    tabs.current?.querySelectorAll<HTMLElement>("[role=tab]")[next]?.focus();
  };
  return (
    <section aria-label={t("Answers side by side")} className="ms-[calc((100%-min(100cqw-2rem,96rem))/2)] w-[min(100cqw-2rem,96rem)]">
      <div className="flex flex-wrap items-center justify-between gap-2 pb-2">
        <p className="inline-flex items-center gap-2 text-xs text-text-3"><Columns2 aria-hidden className="size-4" />{t("{count} answers side by side. The chat goes on from the one that you keep.", { count: ids.length })}</p>
      </div>
      {wide ? null : (
        <div ref={tabs} role="tablist" aria-label={t("Models")} onKeyDown={onKeyDown} className="mb-3 flex gap-1 overflow-x-auto">
          {ids.map((answer, index) => (
            <button key={answer} type="button" role="tab" id={`${id}-tab-${index}`} aria-selected={index === at} aria-controls={`${id}-${index}`} tabIndex={index === at ? 0 : -1} onClick={() => setAt(index)} className="hit max-w-40 shrink-0 truncate rounded-control px-3 py-1.5 text-text-2 aria-selected:bg-accent-soft aria-selected:font-medium aria-selected:text-text">
              {labels[answer] ?? t("Answer {number}", { number: index + 1 })}
            </button>
          ))}
        </div>
      )}
      <div className={wide ? "grid auto-cols-[minmax(18rem,1fr)] grid-flow-col gap-4 overflow-x-auto pb-2" : ""}>
        {ids.map((answer, index) => (
          <div key={answer} id={`${id}-${index}`} role={wide ? undefined : "tabpanel"} aria-labelledby={wide ? undefined : `${id}-tab-${index}`} hidden={!wide && index !== at} className="min-w-0 rounded-card border border-border p-4">
            <Column id={answer} shown={answer === message.id ? message : null} conversation={message.conversation_id} models={models} onNamed={named} onKeep={keep} />
          </div>
        ))}
      </div>
    </section>
  );
}

type ColumnProps = { id: string; shown: Message | null; conversation: string; models: Model[]; onNamed: (answer: string, label: string) => void; onKeep: (answer: Message) => void };
const nothing = () => {};

const Column = memo(function Column({ id, shown, conversation, models, onNamed, onKeep }: ColumnProps) {
  const query = useQuery({
    queryKey: answerKey(id),
    enabled: shown === null,
    staleTime: Infinity,
    queryFn: () => chat.messages(conversation, { around: id }).then((found) => found.messages.find((each) => each.id === id) ?? null),
  });
  const found = shown ?? query.data ?? null;
  // Its versions are the columns.
  const alone = useMemo(() => (found ? { ...found, sibling_ids: [found.id] } : null), [found]);
  useEffect(() => { if (found) attend(found); }, [found]);
  const label = models.find((model) => model.name === found?.model)?.label ?? found?.model ?? t("Assistant");
  useEffect(() => { if (found) onNamed(id, label); }, [found, id, label, onNamed]);
  if (query.isError) return <p className="text-text-2">{t("This answer could not be loaded.")}{" "}<Button look="accent" onClick={() => void query.refetch()}>{t("Retry")}</Button></p>;
  if (query.data === null && !shown) return <p className="text-text-2">{t("This answer was deleted.")}</p>;
  if (!alone || !found) return <div role="status" aria-label={t("Loading")} className="skeleton h-24 w-full" />;
  const generation = found.generation_id;
  const stop = () => {
    if (generation) chat.stop(generation).catch((error: unknown) => notify(because(t("The answer was not stopped."), error)));
  };
  return (
    <div className="flex h-full flex-col gap-3">
      <div className="flex-1"><AnswerTurn message={alone} label={label} last={false} free={false} models={models} onRegenerate={nothing} onContinue={nothing} onSwitch={nothing} /></div>
      <div className="flex flex-wrap gap-2">
        <Button aria-label={t("Keep this one: {label}", { label })} onClick={() => onKeep(found)}><Check aria-hidden className="size-4" />{t("Keep this one")}</Button>
        {found.state === "streaming" ? <Button aria-label={t("Stop {label}", { label })} onClick={stop}><Square aria-hidden className="size-3.5 fill-current" />{t("Stop")}</Button> : null}
      </div>
    </div>
  );
});
