import { CircleStop, CircleX, Scissors, ShieldAlert, Unplug, type LucideIcon } from "lucide-react";
import { told } from "../api/problem";
import type { Message, Model } from "../api/types";
import { msg, t } from "../languages/speaking";
import { Button } from "../ui/button";
import { RegenerateMenu } from "./regenerate-menu";

type Props = { message: Message; last: boolean; free: boolean; models: Model[]; onContinue: () => void; onRegenerate: (model: string | null) => void };

const looks: Partial<Record<Message["state"], [string, LucideIcon, string]>> = {
  stopped: [msg("Stopped"), CircleStop, "bg-surface-2 text-text-2"],
  interrupted: [msg("Interrupted. The text up to here is saved."), Unplug, "bg-warn-soft text-warn"],
  truncated: [msg("Reached the length limit"), Scissors, "bg-warn-soft text-warn"],
  refused: [msg("The model declined to answer"), ShieldAlert, "bg-warn-soft text-warn"],
  failed: [msg("No answer"), CircleX, "bg-danger-soft text-danger"],
};

/** Failures that the same model would repeat. */
const lasting = new Set(["unknown_model", "unauthenticated", "forbidden", "no_credit", "context_overflow", "too_large", "content_policy"]);

/** How an answer ended, when not as it should: what happened, what was kept, and the way on. */
export function TurnNotice({ message, last, free, models, onContinue, onRegenerate }: Props) {
  const look = looks[message.state];
  if (!look) return null;
  const [word, Icon, colours] = look;
  const { error } = message;
  const begun = message.parts.length > 0;
  const canContinue = begun && message.state !== "refused";
  const title = message.state === "failed" && begun ? t("The answer broke off") : message.state === "truncated" && error ? t("Stopped at a limit") : t(word);
  return (
    <div data-state={message.state} className={`flex flex-wrap items-center gap-x-3 gap-y-2 rounded-card px-3 py-2 ${colours}`}>
      <div className="min-w-48 flex-1">
        <p className="flex gap-2 font-medium"><Icon aria-hidden className="mt-0.5 size-4 shrink-0" />{title}</p>
        {error ? <p className="ps-6 text-text">{told(error)}</p> : null}
        {error ? (
          <details className="ps-6 text-xs text-text-2">
            <summary className="w-fit cursor-pointer py-1">{t("Details")}</summary>
            <p className="font-mono break-all">{t("{code} · request {id}", { code: error.code, id: message.generation_id ?? "" })}</p>
          </details>
        ) : null}
      </div>
      {last && free ? (
        <span className="inline-flex flex-wrap gap-2">
          {canContinue ? <Button onClick={onContinue}>{t("Continue")}</Button> : null}
          {error && lasting.has(error.code) && models.length > 1 ? (
            <RegenerateMenu model={message.model} models={models} onChoose={onRegenerate}><Button>{t("Choose another model")}</Button></RegenerateMenu>
          ) : (
            <Button onClick={() => onRegenerate(message.model)}>{canContinue ? t("Regenerate") : t("Try again")}</Button>
          )}
        </span>
      ) : null}
    </div>
  );
}
