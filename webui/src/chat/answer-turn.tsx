import { useAtomValue } from "jotai";
import { Check, Copy, LoaderCircle, RotateCcw } from "lucide-react";
import { memo, useEffect, useState } from "react";
import type { Message } from "../api/types";
import { liveAtom } from "../stream/generation";
import { IconButton } from "../ui/button";
import { useCopy } from "../ui/copy";
import { PartView } from "./parts";
import { SiblingSwitcher } from "./sibling-switcher";
import { textOf } from "./thread-data";
import { TurnNotice } from "./turn-notice";
import { UsageLine } from "./usage-line";
import { switchByKey } from "./user-turn";

type Props = {
  message: Message;
  label: string;
  last: boolean;
  onRegenerate: (message: Message) => void;
  onContinue: () => void;
  onSwitch: (id: string) => void;
};

/** Streaming and finished answers are the same tree, so nothing moves when the last event comes. */
export const AnswerTurn = memo(function AnswerTurn(props: Props) {
  return props.message.state === "streaming" ? <LiveAnswer {...props} /> : <Answer {...props} reconnecting={false} />;
});

function LiveAnswer(props: Props) {
  const live = useAtomValue(liveAtom(props.message.id));
  return <Answer {...props} message={live?.message ?? props.message} reconnecting={live?.connection === "reconnecting"} />;
}

function Answer({ message, label, last, reconnecting, onRegenerate, onContinue, onSwitch }: Props & { reconnecting: boolean }) {
  const { copied, copy } = useCopy();
  const writing = message.state === "streaming";
  const time = new Date(message.created_at);
  return (
    <article id={last ? "last-answer" : undefined} data-turn data-role="assistant" data-message-state={message.state} aria-busy={writing} tabIndex={-1} onKeyDown={(event) => switchByKey(event, message, onSwitch)} className="group scroll-mt-4 space-y-3 rounded-card">
      <h2 className="text-xs font-medium text-text-3">{label}<span className="sr-only"> said</span></h2>
      {message.parts.map((part, index) => (
        <PartView key={index} part={part} writing={writing && index === message.parts.length - 1} />
      ))}
      {writing && message.parts.length === 0 ? <Waiting label={label} /> : null}
      {reconnecting ? <p className="flex items-center gap-2 text-text-2"><LoaderCircle aria-hidden className="turning size-4" />Reconnecting…</p> : null}
      <TurnNotice message={message} last={last} onContinue={onContinue} onRegenerate={() => onRegenerate(message)} />
      <div className={`-ms-2 flex min-h-8 flex-wrap items-center pointer-coarse:min-h-11 ${writing ? "invisible" : ""}`}>
        <SiblingSwitcher message={message} onSwitch={onSwitch} />
        <span className={`inline-flex flex-wrap items-center ${last ? "" : "show-on-hover"}`}>
          <IconButton data-copy-answer label={copied ? "Copied" : "Copy answer"} onClick={() => copy(textOf(message))}>
            {copied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
          </IconButton>
          {last ? <IconButton label="Regenerate" onClick={() => onRegenerate(message)}><RotateCcw aria-hidden className="size-4" /></IconButton> : null}
          <time dateTime={message.created_at} title={time.toLocaleString()} className="px-2 text-xs text-text-3 tabular-nums">{time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}</time>
          <UsageLine message={message} />
        </span>
      </div>
    </article>
  );
}

function Waiting({ label }: { label: string }) {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const words = seconds < 3 ? "Thinking about it…" : `Waiting for ${label}${seconds >= 10 ? ` · ${seconds} s` : ""}`;
  return <p className="flex min-h-6.5 items-center gap-2 text-text-2"><LoaderCircle aria-hidden className="turning size-4 text-accent" />{words}</p>;
}
