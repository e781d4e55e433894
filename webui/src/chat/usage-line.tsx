import { Gauge } from "lucide-react";
import { useId, useState } from "react";
import type { Message, Usage } from "../api/types";
import { money } from "../models/money";

const count = new Intl.NumberFormat("en-US");

/** "1,204 in (890 cached) / 356 out, $0.0042, 3.1 s, 84 tok/s" */
export function usageText(usage: Usage): string {
  const cached = usage.cached_tokens > 0 ? ` (${count.format(usage.cached_tokens)} cached)` : "";
  const thinking = usage.reasoning_tokens > 0 ? ` (${count.format(usage.reasoning_tokens)} thinking)` : "";
  const writingMs = usage.latency_ms - (usage.first_token_ms ?? 0);
  const speed = writingMs > 0 && usage.output_tokens > 1 ? [`${count.format(Math.round((usage.output_tokens * 1000) / writingMs))} tok/s`] : [];
  const time = usage.latency_ms < 1000 ? `${usage.latency_ms} ms` : `${(usage.latency_ms / 1000).toFixed(1)} s`;
  return [
    `${count.format(usage.input_tokens)} in${cached} / ${count.format(usage.output_tokens)} out${thinking}`,
    usage.cost_nano_usd === null ? "price unknown" : money(usage.cost_nano_usd),
    time,
    ...speed,
  ].join(", ");
}

export function UsageLine({ message }: { message: Message }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  if (!message.usage) return null;
  return (
    <>
      <button type="button" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)} className="hit inline-flex items-center justify-center gap-1.5 rounded-control px-2 text-xs text-text-2 hover:bg-surface-2 hover:text-text">
        <Gauge aria-hidden className="size-4" />Usage
      </button>
      <span id={id} data-usage hidden={!open} className="text-xs text-text-2 tabular-nums">{usageText(message.usage)}</span>
    </>
  );
}
