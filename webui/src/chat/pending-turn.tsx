import { CircleAlert, Clock } from "lucide-react";
import { useEffect, useState } from "react";
import { Problem, sentenceOf, together } from "../api/problem";
import { t } from "../languages/speaking";
import { Button } from "../ui/button";
import { FilesShown } from "../files/files-shown";
import { Bubble } from "./bubble";
import type { Pending } from "./sending";

/** A message that the service does not have yet. It looks sent, because it will be. */
export function PendingTurn({ pending, onRetry, onDiscard }: { pending: Pending; onRetry: () => void; onDiscard: () => void }) {
  return (
    <article data-turn={pending.key} data-role="user" tabIndex={-1} className="flex flex-col items-end gap-2">
      <h2 className="sr-only">{t("You said")}</h2>
      <FilesShown files={pending.files ?? []} end />
      {pending.text ? <Bubble text={pending.text} /> : null}
      {pending.error ? (
        <div role="alert" className="flex flex-wrap items-center justify-end gap-2">
          <span className="inline-flex items-center gap-2 text-danger">
            <CircleAlert aria-hidden className="size-4 shrink-0" />
            {together(t("Not sent."), pending.error instanceof Problem ? sentenceOf(pending.error) : t("Your text is kept."))}
          </span>
          <span className="inline-flex gap-2">
            <Button onClick={onDiscard}>{t("Edit")}</Button>
            <Button look="primary" onClick={onRetry}>{t("Retry")}</Button>
          </span>
        </div>
      ) : <Slow />}
    </article>
  );
}

/** Nothing for a second; then a small clock says that it is on its way. */
function Slow() {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 1000);
    return () => clearTimeout(timer);
  }, []);
  return <p className={`flex min-h-8 items-center gap-1.5 text-xs text-text-3 ${slow ? "" : "invisible"}`}><Clock aria-hidden className="size-3.5" />{t("Sending…")}</p>;
}
