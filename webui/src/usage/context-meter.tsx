import { Popover } from "radix-ui";
import type { Message, Model } from "../api/types";
import { money } from "../models/money";
import { contextOf, short } from "./context";

const radius = 7;
const around = 2 * Math.PI * radius;

/** A small ring beside Send: how much of the model's memory is used, and what the next message costs at least. */
export function ContextMeter({ messages, model, hasMore }: { messages: Message[]; model: Model | null; hasMore: boolean }) {
  const context = contextOf(messages, model, hasMore);
  if (!context || !model) return null;
  const { used, size, percent, nextNanoUsd, soFarNanoUsd, isPartial } = context;
  const full = size === null ? `${short(used)} tokens` : `${short(used)} of ${short(size)} tokens, ${percent} %`;
  const next = nextNanoUsd === null ? "unknown" : nextNanoUsd === 0n ? "free" : `about ${money(String(nextNanoUsd))}`;
  const facts: [string, string][] = [["Context", full], ["Reading it for the next answer", next], [isPartial ? "Cost of what is shown" : "Cost so far", money(String(soFarNanoUsd))]];
  const look = percent !== null && percent >= 80 ? "stroke-warn" : "stroke-accent";
  return (
    <Popover.Root>
      <Popover.Trigger aria-label={`Context: ${full}; next message ${next}`} title="Context and cost" className="inline-flex h-9 shrink-0 items-center gap-1.5 rounded-full px-2 text-xs text-text-3 tabular-nums hover:bg-surface-2 hover:text-text data-[state=open]:bg-surface-2 pointer-coarse:h-11 pointer-coarse:min-w-11 pointer-coarse:justify-center">
        <svg aria-hidden viewBox="0 0 20 20" className="size-5 -rotate-90">
          <circle cx="10" cy="10" r={radius} fill="none" strokeWidth="3" className="stroke-border" />
          <circle cx="10" cy="10" r={radius} fill="none" strokeWidth="3" strokeDasharray={around} strokeDashoffset={around * (1 - (percent ?? 0) / 100)} className={look} />
        </svg>
        {percent !== null && percent >= 50 ? <span>{percent} %</span> : null}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content aria-label="Context and cost" side="top" align="end" sideOffset={8} collisionPadding={8} className="enter z-30 w-72 rounded-card border border-border bg-raised p-4 shadow-menu outline-none">
          <h3 className="pb-2 font-medium">{model.label}</h3>
          <dl className="space-y-1.5 tabular-nums">
            {facts.map(([name, value]) => <div key={name} className="flex justify-between gap-4"><dt className="text-text-2">{name}</dt><dd className="text-end"><bdi>{value}</bdi></dd></div>)}
          </dl>
          {percent !== null && percent >= 80 ? <p className="pt-3 text-xs text-text-2">Nearly full. Begin a new chat, or pick a model with a larger context.</p> : null}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
