import { ChevronLeft, ChevronRight } from "lucide-react";
import type { KeyboardEvent } from "react";
import type { Message } from "../api/types";
import { t } from "../languages/speaking";
import { IconButton } from "../ui/button";
import { stepOf } from "../ui/reading";

export function siblingAt(message: Message, step: number): string | null {
  return message.sibling_ids[message.sibling_ids.indexOf(message.id) + step] ?? null;
}

export function SiblingSwitcher({ message, onSwitch }: { message: Message; onSwitch: (id: string) => void }) {
  if (message.sibling_ids.length < 2) return null;
  const [before, after] = [siblingAt(message, -1), siblingAt(message, 1)];
  return (
    <span role="group" aria-label={t("Versions")} className="inline-flex items-center text-xs text-text-2 tabular-nums">
      <IconButton label={t("Previous version")} keys="Alt+Left" disabled={!before} onClick={() => before && onSwitch(before)}><ChevronLeft aria-hidden className="size-4 rtl:-scale-x-100" /></IconButton>
      <span data-versions>{message.sibling_ids.indexOf(message.id) + 1} / {message.sibling_ids.length}</span>
      <IconButton label={t("Next version")} keys="Alt+Right" disabled={!after} onClick={() => after && onSwitch(after)}><ChevronRight aria-hidden className="size-4 rtl:-scale-x-100" /></IconButton>
    </span>
  );
}

/** Alt+Left and Alt+Right on a turn. Turns without versions leave them to the browser. */
export function switchByKey(event: KeyboardEvent, message: Message, onSwitch: (id: string) => void): void {
  const step = stepOf(event);
  if (!event.altKey || step === 0 || message.sibling_ids.length < 2) return;
  event.preventDefault();
  const id = siblingAt(message, step);
  if (id) onSwitch(id);
}
