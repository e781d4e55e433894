import { Popover } from "radix-ui";
import type { Message, Usage } from "../api/types";
import { dayAndTime, listed } from "../languages/formats";
import { t } from "../languages/speaking";
import { money } from "../models/money";
import { duration } from "../tools/pretty";

const tokens = (count: number) => t("{count} tokens", { count });
const beside = (all: string, part: string | null) => (part === null ? all : t("{all} ({part})", { all, part }));
const cost = (usage: Usage) => (usage.cost_nano_usd === null ? t("price unknown") : usage.cost_nano_usd === "0" ? t("free") : money(usage.cost_nano_usd));

/** "1,560 tokens · $0.0042 · 4.6 s" */
export const summary = (usage: Usage): string[] => [tokens(usage.input_tokens + usage.output_tokens), cost(usage), duration(usage.latency_ms)];

/** Everything that is known about what an answer took, by name. */
export function details(usage: Usage): [string, string][] {
  const writingMs = usage.latency_ms - (usage.first_token_ms ?? 0);
  const cached = usage.cached_tokens > 0 ? t("{count} cached", { count: usage.cached_tokens }) : null;
  const thinking = usage.reasoning_tokens > 0 ? t("{count} thinking", { count: usage.reasoning_tokens }) : null;
  return [
    [t("Input"), beside(tokens(usage.input_tokens), cached)],
    [t("Output"), beside(tokens(usage.output_tokens), thinking)],
    [t("Cost"), cost(usage)],
    ...(usage.first_token_ms === null ? [] : [[t("First word after"), duration(usage.first_token_ms)] as [string, string]]),
    [t("Time"), duration(usage.latency_ms)],
    ...(writingMs > 0 && usage.output_tokens > 1 ? [[t("Speed"), t("{amount} tokens/s", { amount: Math.round((usage.output_tokens * 1000) / writingMs) })] as [string, string]] : []),
  ];
}

/** Calm figures under the answer; the rest is one click away. */
export function UsageLine({ message, label, className }: { message: Message; label: string; className: string }) {
  if (!message.usage || message.usage.input_tokens + message.usage.output_tokens === 0) return null;
  const [read, price, took] = summary(message.usage);
  return (
    <Popover.Root>
      <Popover.Trigger data-usage aria-label={t("Usage: {facts}", { facts: listed(summary(message.usage)) })} className={`-ms-2 inline-flex min-h-8 items-center gap-1.5 rounded-control px-2 text-xs text-text-3 tabular-nums transition-colors duration-100 hover:bg-surface-2 hover:text-text data-[state=open]:bg-surface-2 pointer-coarse:min-h-11 ${className}`}>
        <bdi className="max-sm:hidden">{read}</bdi>
        <span aria-hidden className="max-sm:hidden">·</span>
        <bdi>{price}</bdi>
        <span aria-hidden>·</span>
        <bdi>{took}</bdi>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content aria-label={t("Usage")} align="start" sideOffset={6} collisionPadding={8} className="enter z-30 w-72 rounded-card border border-border bg-raised p-4 shadow-menu outline-none">
          <h3 className="font-medium">{label}</h3>
          <p className="pb-3 text-xs text-text-3"><time dateTime={message.created_at}>{dayAndTime(message.created_at)}</time></p>
          <dl className="space-y-1.5 tabular-nums">
            {details(message.usage).map(([name, value]) => (
              <div key={name} className="flex justify-between gap-4"><dt className="text-text-2">{name}</dt><dd className="text-end"><bdi>{value}</bdi></dd></div>
            ))}
          </dl>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
