import { ArrowUp, ListEnd, Paperclip, Pencil, X } from "lucide-react";
import { take, useQueued } from "../chat/queue";
import { listed, number } from "../languages/formats";
import { t } from "../languages/speaking";
import { IconButton } from "../ui/button";
import type { Waiting } from "../stored/drafts";
import { giveBack } from "./attachments";
import { compose } from "./composer";

/** What was written while the answer is: each can be changed, dropped or sent at once. */
export function QueuedMessages({ conversation, answering, onSendNow }: { conversation: string; answering: boolean; onSendNow: (waiting: Waiting) => void }) {
  const waiting = useQueued(conversation);
  if (waiting.length === 0) return null;
  const edit = (index: number) => {
    const { text, files } = take(conversation, index);
    compose(text);
    giveBack(conversation, files);
  };
  return (
    <ul aria-label={t("Waiting messages")} className="space-y-1 pb-2">
      {waiting.map(({ text, files }, index) => (
        <li key={index} className="flex items-center gap-2 rounded-card border border-border bg-surface-1 ps-3 pe-1 text-text-2">
          <ListEnd aria-hidden className="size-4 shrink-0 rtl:-scale-x-100" />
          <span className="min-w-0 flex-1 truncate">{text || listed(files.map((file) => file.name))}</span>
          {files.length > 0 ? <span className="inline-flex items-center gap-1 text-xs"><Paperclip aria-hidden className="size-3.5" /><span className="sr-only">{t("{count} files", { count: files.length })}</span><span aria-hidden>{number(files.length)}</span></span> : null}
          <IconButton label={answering ? t("Stop the answer and send now") : t("Send now")} onClick={() => onSendNow(take(conversation, index))}><ArrowUp aria-hidden className="size-4" /></IconButton>
          <IconButton label={t("Edit this waiting message")} onClick={() => edit(index)}><Pencil aria-hidden className="size-4" /></IconButton>
          <IconButton label={t("Remove this waiting message")} onClick={() => take(conversation, index)}><X aria-hidden className="size-4" /></IconButton>
        </li>
      ))}
    </ul>
  );
}
