import { ArrowUp, ListEnd, Pencil, X } from "lucide-react";
import { take, useQueued } from "../chat/queue";
import { IconButton } from "../ui/button";
import { compose } from "./composer";

/** What was written while the answer is: each can be changed, dropped or sent at once. */
export function QueuedMessages({ conversation, answering, onSendNow }: { conversation: string; answering: boolean; onSendNow: (text: string) => void }) {
  const texts = useQueued(conversation);
  if (texts.length === 0) return null;
  return (
    <ul aria-label="Waiting messages" className="space-y-1 pb-2">
      {texts.map((text, index) => (
        <li key={index} className="flex items-center gap-2 rounded-card border border-border bg-surface-1 ps-3 pe-1 text-text-2">
          <ListEnd aria-hidden className="size-4 shrink-0" />
          <span className="min-w-0 flex-1 truncate">{text}</span>
          <IconButton label={answering ? "Stop the answer and send now" : "Send now"} onClick={() => onSendNow(take(conversation, index))}><ArrowUp aria-hidden className="size-4" /></IconButton>
          <IconButton label="Edit this waiting message" onClick={() => compose(take(conversation, index))}><Pencil aria-hidden className="size-4" /></IconButton>
          <IconButton label="Remove this waiting message" onClick={() => take(conversation, index)}><X aria-hidden className="size-4" /></IconButton>
        </li>
      ))}
    </ul>
  );
}
