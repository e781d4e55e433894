import { Popover } from "radix-ui";
import type { Message, Model } from "../api/types";
import { short } from "../languages/formats";
import { t } from "../languages/speaking";
import { money } from "../models/money";
import { contextOf } from "./context";

const radius = 7;
const around = 2 * Math.PI * radius;

/** A small ring beside Send: how much of the model's memory is used, and what the next message costs at least. */
export function ContextMeter({ messages, model, hasMore }: { messages: Message[]; model: Model | null; hasMore: boolean }) {
  const context = contextOf(messages, model, hasMore);
  if (!context || !model) return null;
  const { used, size, percent, nextNanoUsd, soFarNanoUsd, isPartial } = context;
  const full = size === null ? t("{amount} tokens", { amount: short(used) }) : t("{part} of {whole} tokens, {percent} %", { part: short(used), whole: short(size), percent: percent ?? 0 });
  const next = nextNanoUsd === null ? t("unknown") : nextNanoUsd === 0n ? t("free") : t("about {money}", { money: money(String(nextNanoUsd)) });
  const facts: [string, string][] = [[t("Context"), full], [t("Reading it for the next answer"), next], [isPartial ? t("Cost of what is shown") : t("Cost so far"), money(String(soFarNanoUsd))]];
  const look = percent !== null && percent >= 80 ? "stroke-warn" : "stroke-accent";
  return (
    <Popover.Root>
      <Popover.Trigger aria-label={t("Context: {full}; next message {next}", { full, next })} title={t("Context and cost")} className="inline-flex h-9 shrink-0 items-center gap-1.5 rounded-full px-2 text-xs text-text-3 tabular-nums hover:bg-surface-2 hover:text-text data-[state=open]:bg-surface-2 pointer-coarse:h-11 pointer-coarse:min-w-11 pointer-coarse:justify-center">
        <svg aria-hidden viewBox="0 0 20 20" className="size-5 -rotate-90">
          <circle cx="10" cy="10" r={radius} fill="none" strokeWidth="3" className="stroke-border" />
          <circle cx="10" cy="10" r={radius} fill="none" strokeWidth="3" strokeDasharray={around} strokeDashoffset={around * (1 - (percent ?? 0) / 100)} className={look} />
        </svg>
        {percent !== null && percent >= 50 ? <span>{t("{percent} %", { percent })}</span> : null}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content aria-label={t("Context and cost")} side="top" align="end" sideOffset={8} collisionPadding={8} className="enter z-30 w-72 rounded-card border border-border bg-raised p-4 shadow-menu outline-none">
          <h3 className="pb-2 font-medium">{model.label}</h3>
          <dl className="space-y-1.5 tabular-nums">
            {facts.map(([name, value]) => <div key={name} className="flex justify-between gap-4"><dt className="text-text-2">{name}</dt><dd className="text-end"><bdi>{value}</bdi></dd></div>)}
          </dl>
          {percent !== null && percent >= 80 ? <p className="pt-3 text-xs text-text-2">{t("Nearly full. Begin a new chat, or pick a model with a larger context.")}</p> : null}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
