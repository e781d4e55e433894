import type { Parameters } from "../api/types";
import { number } from "../languages/formats";
import { msg, t } from "../languages/speaking";

/** How many are said; the others are the model's. */
export const saidIn = (parameters: Parameters): number => Object.values(parameters).filter((value) => value !== null && value !== undefined).length;

const efforts: Record<NonNullable<Parameters["effort"]>, string> = { minimal: msg("minimal effort"), low: msg("low effort"), medium: msg("medium effort"), high: msg("high effort"), none: msg("no thinking"), xhigh: msg("very high effort"), max: msg("utmost effort") };

/** In a few words: "temperature 0.2, at most 500 tokens". */
export function inWords({ temperature, top_p, max_output_tokens, effort }: Parameters): string {
  return [
    temperature == null ? null : t("temperature {amount}", { amount: number(temperature) }),
    top_p == null ? null : t("top-p {amount}", { amount: number(top_p) }),
    max_output_tokens == null ? null : t("at most {count} tokens", { count: max_output_tokens }),
    effort == null ? null : t(efforts[effort]),
  ].filter((words) => words !== null).join(", ");
}
