import { atom, useAtomValue } from "jotai";
import { Check, Copy, LoaderCircle, RotateCcw } from "lucide-react";
import { memo, useEffect, useState } from "react";
import type { Message, Model } from "../api/types";
import { rich } from "../languages/rich";
import { t } from "../languages/speaking";
import { usageShownAtom } from "../settings/choices";
import { liveAtom, type Live } from "../stream/generation";
import { IconButton } from "../ui/button";
import { useCopy } from "../ui/copy";
import { Toolbar } from "../ui/toolbar";
import { ReadAloud } from "../voice/read-aloud";
import { PartView } from "./parts";
import { RegenerateMenu } from "./regenerate-menu";
import { SiblingSwitcher, switchByKey } from "./sibling-switcher";
import { textOf } from "./thread-data";
import { TurnMenu } from "./turn-menu";
import { TurnNotice } from "./turn-notice";
import { UsageLine } from "./usage-line";

type Props = {
  message: Message;
  label: string;
  last: boolean;
  /** Whether another answer may be asked for now. */
  free: boolean;
  models: Model[];
  onRegenerate: (message: Message, model: string | null) => void;
  onContinue: () => void;
  onSwitch: (id: string) => void;
};

const endedAtom = atom<Live | null>(null);

/** A streaming answer and a finished one are the same elements, so nothing moves or starts anew at the end. */
export const AnswerTurn = memo(function AnswerTurn({ message: stored, label, last, free, models, onRegenerate, onContinue, onSwitch }: Props) {
  const live = useAtomValue(stored.state === "streaming" ? liveAtom(stored.id) : endedAtom);
  const message = live?.message ?? stored;
  const writing = message.state === "streaming";
  const always = useAtomValue(usageShownAtom) === "always";
  return (
    <article
      id={last ? "last-answer" : undefined}
      data-turn={message.id}
      data-role="assistant"
      data-message-state={message.state}
      aria-busy={writing}
      tabIndex={-1}
      onKeyDown={(event) => switchByKey(event, message, onSwitch)}
      className="group scroll-mt-4 space-y-3 rounded-card"
    >
      <h2 className="text-xs font-medium text-text-3">{rich("{name}<hidden> said</hidden>", { name: label, hidden: (words) => <span className="sr-only">{words}</span> })}</h2>
      {message.parts.map((part, index) => (
        <PartView key={index} part={part} message={message} writing={writing && index === message.parts.length - 1} />
      ))}
      {writing && message.parts.length === 0 ? <Waiting label={label} /> : null}
      <TurnNotice message={message} last={last} free={free} models={models} onContinue={onContinue} onRegenerate={(model) => onRegenerate(message, model)} />
      {/* Hidden as a whole while it is pushed down: a box that is seen to move is a shift, even when it is empty. */}
      <div className={`relative -mt-1 flex min-h-8 flex-wrap items-center gap-x-3 pointer-coarse:min-h-11 ${writing ? "invisible" : ""}`}>
        {live?.connection === "reconnecting" ? <Reconnecting /> : null}
        <UsageLine message={message} label={label} className={always || last ? "" : "show-on-hover"} />
        <Toolbar label={t("Answer actions")} className="-ms-2 pointer-coarse:-ms-3.5">
          <span className={`inline-flex ${last ? "" : "show-on-hover"}`}>
            <CopyAnswer message={message} />
            {free ? (
              <RegenerateMenu model={message.model} models={models} onChoose={(model) => onRegenerate(message, model)}>
                <IconButton label={t("Regenerate")}><RotateCcw aria-hidden className="size-4" /></IconButton>
              </RegenerateMenu>
            ) : null}
            {writing || textOf(message) === "" ? null : <ReadAloud id={message.id} text={() => textOf(message)} />}
            {writing ? null : <TurnMenu message={message} free={free} />}
          </span>
          <SiblingSwitcher message={message} onSwitch={onSwitch} />
        </Toolbar>
      </div>
    </article>
  );
});

function CopyAnswer({ message }: { message: Message }) {
  const { copied, copy } = useCopy();
  return (
    <IconButton data-copy-answer label={copied ? t("Copied") : t("Copy answer")} onClick={() => copy(textOf(message))}>
      {copied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
    </IconButton>
  );
}

/** Quiet for a moment, then honest about what is waited for and for how long. */
function Waiting({ label }: { label: string }) {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const words = seconds < 3 ? "" : `${t("Waiting for {model}", { model: label })}${seconds >= 10 ? ` · ${t("{seconds} s", { seconds })}` : ""}`;
  return (
    <p className="flex min-h-6.5 items-center gap-2 text-text-2 tabular-nums">
      <LoaderCircle aria-hidden className="turning size-4 text-accent" />
      <span className="sr-only">{t("The answer is being written.")}</span>
      <span aria-hidden>{words}</span>
    </p>
  );
}

/** In the place that the actions will take, so that the answer never becomes shorter. */
function Reconnecting() {
  return <p className="visible absolute inset-y-0 flex items-center gap-2 text-text-2"><LoaderCircle aria-hidden className="turning size-4" />{t("Reconnecting…")}</p>;
}
