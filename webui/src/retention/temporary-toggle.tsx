import { MessageCircleDashed } from "lucide-react";
import { t } from "../languages/speaking";

/** Whether the chat that begins here is to be a temporary one. */
export function TemporaryToggle({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) {
  return (
    <button
      type="button"
      aria-pressed={on}
      aria-label={t("Temporary chat")}
      title={on ? t("Begin a chat that is kept") : t("Begin a temporary chat")}
      onClick={() => onChange(!on)}
      className="hit inline-flex shrink-0 items-center gap-1.5 rounded-control px-2 text-text-2 transition-colors duration-100 hover:bg-surface-2 hover:text-text aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-text"
    >
      <MessageCircleDashed aria-hidden className="size-5" />
      <span className="max-sm:sr-only">{t("Temporary")}</span>
    </button>
  );
}
