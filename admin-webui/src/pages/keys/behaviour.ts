import type { Key } from "../../api/answers";
import { plural } from "../../format/numbers";

export type Leaving = NonNullable<Key["when_client_leaves"]>;
export type Reasoning = Key["reasoning"];
export type LeavingChoice = "model" | "end" | "on";

export const leavingChoices: readonly (readonly [LeavingChoice, string])[] = [
  ["model", "As the model says"],
  ["end", "The call ends at once"],
  ["on", "The call goes on"],
];

export const reasoningChoices: readonly (readonly [Reasoning, string])[] = [
  ["reasoning_content", "Beside the answer"],
  ["think_tags", "In the answer, between tags"],
  ["off", "Not at all"],
];

const most = { seconds: 3_600, tokens: 1_000_000, reuse: 86_400 } as const;

/** What is typed of how a key behaves; empty caps are none. */
export interface BehaviourDraft {
  readonly leaving: LeavingChoice;
  readonly seconds: string;
  readonly tokens: string;
  /** For how many seconds an answer is given again; empty for never. */
  readonly reuse: string;
  /** How clients of Chat Completions see what a model reasoned. */
  readonly reasoning: Reasoning;
}

type Behaviour = Pick<Key, "when_client_leaves" | "reuse_s" | "reasoning">;

export function behaviourOf({ when_client_leaves: leaving, reuse_s, reasoning }: Behaviour): BehaviourDraft {
  return {
    leaving: leaving === null ? "model" : leaving.drain ? "on" : "end",
    seconds: String(leaving?.seconds ?? ""),
    tokens: String(leaving?.tokens ?? ""),
    reuse: String(reuse_s ?? ""),
    reasoning,
  };
}

/** What is wrong, as sentences, by the field's name. */
export function behaviourProblems(draft: BehaviourDraft): ReadonlyMap<string, string> {
  const problems = new Map<string, string>();
  for (const name of ["seconds", "tokens", "reuse"] as const) {
    const text = draft[name].trim();
    if (text === "" || (name !== "reuse" && draft.leaving !== "on")) continue;
    if (!/^\d+$/.test(text) || Number(text) < 1 || Number(text) > most[name])
      problems.set(name, `Enter a whole number from 1 to ${most[name].toLocaleString("en-US")}, or nothing.`);
  }
  return problems;
}

function counted(text: string): number | null {
  return text.trim() === "" ? null : Number(text.trim());
}

export function leavingOf({ leaving, seconds, tokens }: BehaviourDraft): Leaving | null {
  if (leaving === "model") return null;
  if (leaving === "end") return { drain: false, seconds: null, tokens: null };
  return { drain: true, seconds: counted(seconds), tokens: counted(tokens) };
}

export function reuseOf({ reuse }: BehaviourDraft): number | null {
  return counted(reuse);
}

export function leavingTold(leaving: Leaving | null): string {
  if (leaving === null) return "As the model says";
  if (!leaving.drain) return "The call ends at once";
  const caps = [
    ...(leaving.seconds == null ? [] : [plural(leaving.seconds, "second")]),
    ...(leaving.tokens == null ? [] : [plural(leaving.tokens, "token")]),
  ];
  return caps.length === 0 ? "The call goes on to its end" : `The call goes on for ${caps.join(" or ")}`;
}

export function reuseTold(seconds: number | null): string {
  return seconds === null ? "Never" : `For ${plural(seconds, "second")}`;
}

export function reasoningTold(reasoning: Reasoning): string {
  return reasoningChoices.find(([name]) => name === reasoning)?.[1] ?? reasoning;
}
