/** Whether what is attached can go to a model: said before it is sent. */
import type { FileLimits, Model } from "../api/types";
import { short } from "../languages/formats";
import { t } from "../languages/speaking";
import type { Attached } from "./attachments";

export const sees = (model: Model | null) => !model || model.capabilities.includes("vision");

export const unseen = (model: Model | null) => t("{model} cannot see pictures.", { model: model?.label ?? t("This model") });

/** Why the message cannot go yet because of its files; null when it can. */
export function held(attached: readonly Attached[], model: Model | null): string | null {
  const bad = attached.filter((each) => each.problem);
  if (bad.length > 0) return bad.length === 1 ? t("Remove or retry “{name}” first.", { name: bad[0]!.name }) : t("Remove or retry {count} files first.", { count: bad.length });
  const ready = attached.filter((each) => each.file).length;
  if (ready < attached.length) return t("Uploading {number} of {all}…", { number: ready + 1, all: attached.length });
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
  return t("The model reads about {percent} % of this text: {part} of {whole} characters.", { percent: Math.max(1, Math.round((budget / whole) * 100)), part: thousands(budget), whole: thousands(whole) });
}

const thousands = (count: number) => short(count < 1000 ? count : Math.round(count / 1000) * 1000);
