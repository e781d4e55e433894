import { useCallback, useEffect, useRef } from "react";
import { chat } from "../api/client";
import { because } from "../api/problem";
import type { Message } from "../api/types";
import { t } from "../languages/speaking";
import { notify } from "../ui/notices";
import { onAnswerEnded } from "./thread-data";

/** Stopping the answer that is being written, by button, by Escape, or to say something else at once. */
export function useStopping(conversation: string, last: Message | undefined) {
  const answering = last?.state === "streaming";
  const generation = last?.generation_id ?? null;
  const next = useRef<((parentId: string | null) => void) | null>(null);

  const stop = useCallback(() => {
    if (generation) chat.stop(generation).catch((error: unknown) => notify(because(t("The answer was not stopped."), error)));
  }, [generation]);

  const stopThen = (then: (parentId: string | null) => void) => {
    if (!answering) return then(last?.id ?? null);
    next.current = then;
    stop();
  };

  useEffect(() => onAnswerEnded((id, answer) => {
    if (id !== conversation) return;
    next.current?.(answer.id);
    next.current = null;
  }), [conversation]);

  useEffect(() => {
    if (!answering) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.shiftKey && !event.defaultPrevented && !document.querySelector("dialog[open]")) {
        stop();
        document.querySelector<HTMLElement>("#composer")?.focus();
      }
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [answering, stop]);

  return { stop, stopThen };
}
