import { CircleStop, CircleX, Scissors, ShieldAlert, Unplug, type LucideIcon } from "lucide-react";
import type { Message } from "../api/types";
import { Button } from "../ui/button";

type Ways = { onContinue: () => void; onRegenerate: () => void };

const failures: Record<string, string> = {
  rate_limited: "The model is busy. Wait a moment, then try again or choose another model.",
  upstream_failed: "The model's provider failed. Try again or choose another model.",
  upstream_timeout: "The model took too long. Try again or choose another model.",
  unavailable: "The model is not available right now. Try again or choose another model.",
  too_large: "The conversation is too long for this model. Choose a model with a larger context.",
  payment_required: "The budget is used up. Ask your administrator for more.",
  unauthenticated: "The provider refused the key of this server. Ask your administrator.",
};

const looks: Partial<Record<Message["state"], [string, LucideIcon, string]>> = {
  stopped: ["Stopped", CircleStop, "bg-surface-2 text-text-2"],
  interrupted: ["Interrupted – the text up to here is saved", Unplug, "bg-warn-soft text-warn"],
  truncated: ["Reached the length limit", Scissors, "bg-warn-soft text-warn"],
  refused: ["The model declined to answer", ShieldAlert, "bg-warn-soft text-warn"],
  failed: ["Failed", CircleX, "bg-danger-soft text-danger"],
};

export function TurnNotice({ message, last, onContinue, onRegenerate }: Ways & { message: Message; last: boolean }) {
  const look = looks[message.state];
  if (!look) return null;
  const [word, Icon, colours] = look;
  const canContinue = ["stopped", "interrupted", "truncated"].includes(message.state) && message.parts.length > 0;
  return (
    <div data-state={message.state} className={`flex flex-wrap items-center gap-x-3 gap-y-2 rounded-card px-3 py-2 ${colours}`}>
      <Icon aria-hidden className="size-4 shrink-0" />
      <div className="me-auto min-w-40 flex-1">
        <span className="font-medium">{word}</span>
        {message.state === "failed" && message.error ? <span> – {failures[message.error.code] ?? message.error.message}</span> : null}
        {message.error ? (
          <details className="text-xs text-text-2">
            <summary className="cursor-pointer py-1">Details</summary>
            <code className="break-words">{message.error.code}: {message.error.message}</code>
          </details>
        ) : null}
      </div>
      {last && canContinue ? <Button onClick={onContinue} className="text-text">Continue</Button> : null}
      {last ? <Button onClick={onRegenerate} className="text-text">{message.state === "failed" ? "Try again" : "Regenerate"}</Button> : null}
    </div>
  );
}
