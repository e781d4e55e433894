import { MessageCircleDashed } from "lucide-react";
import { together } from "../api/problem";
import type { Conversation } from "../api/types";
import { t } from "../languages/speaking";
import { Button } from "../ui/button";
import { useRetention } from "./data";
import { keep } from "./keeping";
import { endsRule, keptRule, temporaryRule } from "./rule";

/** What a temporary chat is, before it begins. */
export function TemporaryLine() {
  const retention = useRetention();
  return (
    <div role="status" className="mt-4 flex items-start gap-3 rounded-card border border-dashed border-border-strong px-4 py-3">
      <MessageCircleDashed aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
      <p><span className="font-medium">{t("This will be a temporary chat.")}</span> <span className="text-text-2">{together(temporaryRule(retention.data?.temporary_hours ?? 24), t("You can keep it while it is there."))}</span></p>
    </div>
  );
}

/** In a temporary chat: what becomes of it, and the way out of that. */
export function TemporaryBar({ conversation }: { conversation: Conversation }) {
  const retention = useRetention();
  return (
    <section aria-label={t("Temporary chat")} className="mb-2 flex items-center gap-3 rounded-card border border-dashed border-border-strong py-1 ps-3 pe-1">
      <p className="min-w-0 flex-1 py-1 text-xs text-text-2"><span className="font-medium text-text">{t("Temporary chat:")}</span> {endsRule(retention.data?.temporary_hours ?? 24)}</p>
      <Button look="accent" className="shrink-0" onClick={() => keep(conversation)}>{t("Keep")}</Button>
    </section>
  );
}

export function TemporaryMark() {
  return (
    <span className="inline-flex h-9 items-center gap-1.5 rounded-control bg-accent-soft px-2 font-medium">
      <MessageCircleDashed aria-hidden className="size-5" /><span className="max-sm:sr-only">{t("Temporary")}</span>
    </span>
  );
}

/** Where chats begin, if they also end by themselves. */
export function RetentionLine() {
  const retention = useRetention();
  if (!retention.data || retention.data.days === null) return null;
  return <p className="mx-auto max-w-[44rem] pt-1 text-center text-xs text-text-3">{keptRule(retention.data)}</p>;
}
