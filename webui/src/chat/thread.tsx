import { ArrowDown } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Message, Model } from "../api/types";
import { sentenceOf } from "../api/problem";
import { Button } from "../ui/button";
import { AnswerTurn } from "./answer-turn";
import { useFollowBottom } from "./follow-bottom";
import { turnKey, wasJustSent, type Pending } from "./sending";
import { loadOlder } from "./thread-data";
import { UserTurn } from "./user-turn";

type Props = {
  conversation: string;
  messages: Message[];
  hasMore: boolean;
  pending: Pending | null;
  models: Model[];
  onEdit: (message: Message, text: string) => void;
  onRegenerate: (message: Message) => void;
  onContinue: () => void;
  onSwitch: (id: string) => void;
  onRetry: () => void;
  onDiscard: () => void;
};

export function Thread({ conversation, messages, hasMore, pending, models, ...act }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const { away, jump } = useFollowBottom(scroller, content, conversation);
  const shown = pending ? visibleBefore(messages, pending.parentId) : messages;
  const lastUser = shown.findLast((message) => message.role === "user");
  const lastId = shown.at(-1)?.id;
  const answering = shown.at(-1)?.state === "streaming";
  const split = pending ? shown.length : lastUser && wasJustSent(lastUser.id) ? shown.indexOf(lastUser) : shown.length;
  useEffect(() => { if (pending) jump(); }, [pending?.key, jump]); // eslint-disable-line react-hooks/exhaustive-deps

  const turn = (message: Message) => (
    <div key={turnKey(message.id)} className="[overflow-anchor:none]">
      {message.role === "user" ? (
        <UserTurn message={message} editable={message === lastUser && !answering && !pending} onEdit={act.onEdit} onSwitch={act.onSwitch} />
      ) : (
        <AnswerTurn message={message} label={models.find((model) => model.name === message.model)?.label ?? message.model ?? "Assistant"} last={message.id === lastId && !pending} onRegenerate={act.onRegenerate} onContinue={act.onContinue} onSwitch={act.onSwitch} />
      )}
    </div>
  );

  return (
    <div className="relative min-h-0 flex-1">
      <div ref={scroller} data-region="thread" tabIndex={-1} className="h-full overflow-y-auto [overflow-anchor:none]">
        <div ref={content} className="mx-auto w-full max-w-[46rem] space-y-8 px-4 pt-4 pb-8">
          {hasMore ? <Older conversation={conversation} scroller={scroller} /> : null}
          {shown.slice(0, split).map(turn)}
          {split < shown.length || pending ? (
            // The newest exchange gets a screen of its own, so that the answer grows below a question that stays put.
            <div className="min-h-[calc(100dvh-13rem)] space-y-8">
              {shown.slice(split).map(turn)}
              {pending ? <PendingTurn key={pending.key} pending={pending} onRetry={act.onRetry} onDiscard={act.onDiscard} /> : null}
            </div>
          ) : null}
        </div>
      </div>
      {away ? (
        <button type="button" aria-label="Jump to latest" title="Jump to latest" onClick={jump} className="enter absolute bottom-3 left-1/2 grid size-9 -translate-x-1/2 place-items-center rounded-full border border-border-strong bg-raised shadow-menu hover:bg-surface-2 pointer-coarse:size-11">
          <ArrowDown aria-hidden className="size-4" />
          {answering ? <span aria-hidden className="absolute end-0 top-0 size-2.5 rounded-full bg-accent" /> : null}
        </button>
      ) : null}
    </div>
  );
}

function visibleBefore(messages: Message[], parentId: string | null): Message[] {
  if (parentId === null) return [];
  const at = messages.findIndex((message) => message.id === parentId);
  return at === -1 ? messages : messages.slice(0, at + 1);
}

function PendingTurn({ pending, onRetry, onDiscard }: { pending: Pending; onRetry: () => void; onDiscard: () => void }) {
  return (
    <article data-turn data-role="user" tabIndex={-1} className="flex flex-col items-end gap-2">
      <h2 className="sr-only">You said</h2>
      <div className="max-w-[85%] rounded-bubble bg-bubble px-4 py-2.5 text-base sm:max-w-[80%]"><p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{pending.text}</p></div>
      {pending.error ? (
        <div role="alert" className="flex flex-wrap items-center justify-end gap-2 text-danger">
          <span>Not sent. {pending.error instanceof Error && pending.error.name === "Problem" ? sentenceOf(pending.error) : "Your text is kept."}</span>
          <Button onClick={onRetry} className="text-text">Retry</Button>
          <Button onClick={onDiscard} className="text-text">Edit</Button>
        </div>
      ) : null}
    </article>
  );
}

function Older({ conversation, scroller }: { conversation: string; scroller: React.RefObject<HTMLDivElement | null> }) {
  const [state, setState] = useState<"idle" | "loading" | "failed">("idle");
  const load = () => {
    const element = scroller.current!;
    const fromEnd = element.scrollHeight - element.scrollTop;
    setState("loading");
    loadOlder(conversation).then(
      () => {
        setState("idle");
        requestAnimationFrame(() => { element.scrollTop = element.scrollHeight - fromEnd; });
      },
      () => setState("failed"),
    );
  };
  return (
    <div className="text-center">
      <Button look="ghost" busy={state === "loading"} onClick={load}>{state === "failed" ? "Not loaded. Retry" : "Show earlier messages"}</Button>
    </div>
  );
}
