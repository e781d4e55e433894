import { ArrowDown } from "lucide-react";
import { useCallback, useEffect, useLayoutEffect, useRef } from "react";
import type { Message, Model } from "../api/types";
import { t } from "../languages/speaking";
import { AnswerOrColumns } from "./answer-or-columns";
import { HeldPlace } from "./held-place";
import { LazyTurn } from "./lazy-turn";
import { More } from "./older";
import { PendingTurn } from "./pending-turn";
import { useScrolling } from "./scrolling";
import { turnKey, wasJustSent, type Pending } from "./sending";
import { UserTurn } from "./user-turn";

export type Target = { id: string; visit: number };

/** From here on, turns far away are kept as their height alone. */
const longFrom = 40;

type Props = {
  conversation: string;
  messages: Message[];
  hasMore: boolean;
  hasNewer: boolean;
  /** A message to go to and to point out. */
  target: Target | null;
  onEnd: () => Promise<unknown>;
  pending: Pending | null;
  models: Model[];
  onEdit: (message: Message, text: string) => void;
  onRegenerate: (message: Message, model: string | null) => void;
  onContinue: () => void;
  onKeep: (answer: Message) => void;
  onSwitch: (id: string) => void;
  onRetry: () => void;
  onDiscard: () => void;
};

export function Thread({ conversation, messages, hasMore, hasNewer, target, onEnd, pending, models, onSwitch, ...act }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const { away, isHeld, jump, leave, shift, reach } = useScrolling(scroller, content, conversation, hasNewer);
  const shown = pending ? visibleBefore(messages, pending.parentId) : messages;
  const lastUser = shown.findLast((message) => message.role === "user");
  const lastId = shown.at(-1)?.id;
  const answering = shown.at(-1)?.state === "streaming";
  const free = !answering && !pending;
  const split = pending ? shown.length : lastUser && wasJustSent(lastUser.id) ? shown.indexOf(lastUser) : shown.length;
  useEffect(() => { if (pending) jump(); }, [pending?.key, jump]); // eslint-disable-line react-hooks/exhaustive-deps

  useLayoutEffect(() => { if (target) reach(target.id); }, [target, reach]);
  const toEnd = () => void onEnd().then(() => requestAnimationFrame(jump));

  const onGrown = useCallback((px: number, element: HTMLElement) => {
    const top = scroller.current?.getBoundingClientRect().top ?? 0;
    if (px !== 0 && element.getBoundingClientRect().top < top) shift(px);
  }, [shift]);
  const turnTo = useCallback((id: string) => {
    leave();
    onSwitch(id);
  }, [leave, onSwitch]);

  const labelOf = (message: Message) => models.find((model) => model.name === message.model)?.label ?? message.model ?? t("Assistant");
  const turn = (message: Message) => (
    <LazyTurn key={turnKey(message.id)} id={message.id} enabled={shown.length > longFrom && message.state !== "streaming"} onGrown={onGrown} className={message.role === "user" ? "pt-4 first:pt-0" : ""}>
      {message.role === "user" ? (
        <UserTurn message={message} editable={free} onEdit={act.onEdit} onSwitch={turnTo} />
      ) : (
        <AnswerOrColumns onKeep={act.onKeep} message={message} label={labelOf(message)} last={message.id === lastId && !pending && !hasNewer} free={free} models={models} onRegenerate={act.onRegenerate} onContinue={act.onContinue} onSwitch={turnTo} />
      )}
    </LazyTurn>
  );

  return (
    <div className="relative min-h-0 flex-1">
      <div ref={scroller} data-region="thread" tabIndex={-1} className="@container-[size] h-full overflow-y-auto overscroll-contain [overflow-anchor:none]">
        <div ref={content} className="mx-auto w-full max-w-(--column) px-4 pt-4 pb-6">
          <HeldPlace token={messages} isHeld={isHeld} scroller={scroller} content={content}>
            {hasMore ? <More conversation={conversation} direction="older" /> : null}
            {shown.slice(0, split).map(turn)}
            {split < shown.length || pending ? (
              // The newest exchange gets a screen of its own, so that the answer grows below a question that stays put.
              <div className={`min-h-[calc(100cqh-2.5rem)] ${split > 0 ? "pt-4" : ""}`}>
                {shown.slice(split).map(turn)}
                {pending ? <PendingTurn key={pending.key} pending={pending} onRetry={act.onRetry} onDiscard={act.onDiscard} /> : null}
              </div>
            ) : null}
            {hasNewer ? <More conversation={conversation} direction="newer" /> : null}
          </HeldPlace>
        </div>
      </div>
      {away || hasNewer ? <JumpButton answering={answering} onClick={hasNewer ? toEnd : jump} /> : null}
    </div>
  );
}

function JumpButton({ answering, onClick }: { answering: boolean; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-label={t("Jump to latest")}
      title={t("Jump to latest")}
      onClick={onClick}
      className="enter absolute inset-x-0 bottom-3 mx-auto grid size-9 place-items-center rounded-full border border-border-strong bg-raised text-text-2 shadow-menu hover:bg-surface-2 hover:text-text pointer-coarse:size-11"
    >
      <ArrowDown aria-hidden className="size-4" />
      {answering ? <span aria-hidden className="absolute end-0 top-0 size-2.5 rounded-full bg-accent" /> : null}
    </button>
  );
}

function visibleBefore(messages: Message[], parentId: string | null): Message[] {
  if (parentId === null) return [];
  const at = messages.findIndex((message) => message.id === parentId);
  return at === -1 ? messages : messages.slice(0, at + 1);
}
