/** How full the model's context is, and what the next message will cost at least. */
import type { Message, Model } from "../api/types";

export type Context = { used: number; size: number | null; percent: number | null; nextNanoUsd: bigint | null; soFarNanoUsd: bigint; isPartial: boolean };

/** By the last answer that counted: all that it read and said is read again for the next one. */
export function contextOf(messages: Message[], model: Model | null, hasMore: boolean): Context | null {
  const counted = messages.flatMap(({ usage }) => (usage && usage.input_tokens + usage.output_tokens > 0 ? [usage] : []));
  const last = counted.at(-1);
  if (!last || !model) return null;
  const used = last.input_tokens + last.output_tokens;
  const size = model.context_tokens;
  const price = model.price && BigInt(model.price.input_nano_usd_per_mtok);
  return {
    used,
    size,
    percent: size ? Math.min(100, Math.round((used * 100) / size)) : null,
    nextNanoUsd: price === null ? null : (BigInt(used) * price) / 1_000_000n,
    soFarNanoUsd: counted.reduce((sum, usage) => sum + BigInt(usage.cost_nano_usd ?? "0"), 0n),
    isPartial: hasMore,
  };
}
