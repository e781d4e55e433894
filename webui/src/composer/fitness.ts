/** Whether what is attached can go to a model: said before it is sent. */
import type { FileLimits, Model } from "../api/types";
import type { Attached } from "./attachments";

export const sees = (model: Model | null) => !model || model.capabilities.includes("vision");

export const unseen = (model: Model | null) => `${model?.label ?? "This model"} cannot see pictures.`;

/** Why the message cannot go yet because of its files; null when it can. */
export function held(attached: readonly Attached[], model: Model | null): string | null {
  const bad = attached.filter((each) => each.problem);
  if (bad.length > 0) return bad.length === 1 ? `Remove or retry “${bad[0]!.name}” first.` : `Remove or retry ${bad.length} files first.`;
  const ready = attached.filter((each) => each.file).length;
  if (ready < attached.length) return `Uploading ${ready + 1} of ${attached.length}…`;
  if (!sees(model) && attached.some((each) => each.file?.kind === "picture")) return unseen(model);
  return null;
}

/** How many characters of file text go to this model, of all files together. */
export function textBudget(limits: FileLimits, model: Model | null): number {
  const context = model?.context_tokens;
  return context ? Math.min(limits.text_max, Math.floor(context * limits.characters_per_token)) : limits.text_max;
}

/** What will be left out of the text of these files; null when all of it fits. */
export function cut(attached: readonly Attached[], limits: FileLimits | undefined, model: Model | null): string | null {
  if (!limits) return null;
  const whole = attached.reduce((sum, each) => sum + (each.file?.text_length ?? 0), 0);
  const budget = textBudget(limits, model);
  if (whole <= budget) return null;
  return `The model reads about ${Math.max(1, Math.round((budget / whole) * 100))} % of this text: ${thousands(budget)} of ${thousands(whole)} characters.`;
}

const thousands = (count: number) => (count < 1000 ? String(count) : `${Math.round(count / 1000).toLocaleString("en")}k`);
