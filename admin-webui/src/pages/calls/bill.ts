import type { CallStory } from "../../api/answers";
import { nanos } from "../../format/money";

/** Tokens of one kind, what a million of them costs, and what these did; null where that is not known. */
export interface BillLine {
  readonly name: string;
  readonly tokens: number;
  readonly rate: bigint | null;
  readonly cost: bigint | null;
}

/** What is looked at of a call. */
export type Billed = Pick<
  CallStory,
  | "price"
  | "input_tokens"
  | "cached_tokens"
  | "cache_write_tokens"
  | "cache_write_1h_tokens"
  | "image_input_tokens"
  | "audio_input_tokens"
  | "output_tokens"
  | "image_output_tokens"
>;

const million = 1_000_000n;

function line(name: string, tokens: number, rate: string | undefined): BillLine {
  const known = nanos(rate);
  return { name, tokens, rate: known, cost: known === null ? null : (BigInt(tokens) * known) / million };
}

/**
 * A call's tokens by kind, as they are charged; kinds that are not in it are left out. Pictures and sound may cost
 * otherwise than text, so their lines have no rate; thinking is paid as the rest of the output.
 */
export function billOf(story: Billed): readonly BillLine[] {
  const { price } = story;
  const media = story.image_input_tokens + story.audio_input_tokens;
  const fresh = story.input_tokens - story.cached_tokens - story.cache_write_tokens - media;
  const lines = [
    line("Input", fresh, price?.input),
    line("Read from the cache", story.cached_tokens, price?.cache_read),
    line("Written to the cache", story.cache_write_tokens - story.cache_write_1h_tokens, price?.cache_write_5m),
    line("Written for an hour", story.cache_write_1h_tokens, price?.cache_write_1h),
    line("Pictures seen", story.image_input_tokens, undefined),
    line("Sound heard", story.audio_input_tokens, undefined),
    line("Output", story.output_tokens - story.image_output_tokens, price?.output),
    line("Pictures drawn", story.image_output_tokens, undefined),
  ];
  return lines.filter(({ name, tokens }) => tokens > 0 || name === "Input" || name === "Output");
}

/** What providers counted that failed before their first word; `null` where none did. */
export function inVainOf({ earlier_attempts }: Pick<CallStory, "earlier_attempts">): {
  readonly tokens: number;
  readonly cost: bigint;
} | null {
  const counted = earlier_attempts.filter((each) => each.input_tokens !== null);
  if (counted.length === 0) return null;
  return {
    tokens: counted.reduce((sum, each) => sum + (each.input_tokens ?? 0) + (each.output_tokens ?? 0), 0),
    cost: counted.reduce((sum, each) => sum + BigInt(each.cost_nano_usd ?? "0"), 0n),
  };
}
