import type { Parameters } from "../api/types";

/** How many are said; the others are the model's. */
export const saidIn = (parameters: Parameters): number => Object.values(parameters).filter((value) => value !== null && value !== undefined).length;

/** In a few words: "temperature 0.2, at most 500 tokens". */
export function inWords({ temperature, top_p, max_output_tokens, effort }: Parameters): string {
  return [
    temperature == null ? null : `temperature ${temperature}`,
    top_p == null ? null : `top-p ${top_p}`,
    max_output_tokens == null ? null : `at most ${max_output_tokens} tokens`,
    effort == null ? null : `${effort} effort`,
  ].filter((words) => words !== null).join(", ");
}
