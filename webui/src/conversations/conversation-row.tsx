import { useAtomValue } from "jotai";
import { Check, Ellipsis, LoaderCircle } from "lucide-react";
import { useRef, useState, type MouseEvent } from "react";
import { NavLink } from "react-router";
import type { Conversation } from "../api/types";
import { t } from "../languages/speaking";
import { IconButton } from "../ui/button";
import { Menu } from "../ui/menu";
import { ConversationDialog, type Dialog } from "./conversation-dialog";
import { ConversationItems } from "./conversation-items";
import { rename, titleOf } from "./data";
import { dragChat } from "./dragging";
import { dateOf } from "./grouped";
import { select, selectionAtom, selectTo, toggle } from "./selection";
import { unreadAtom } from "./unread";

type Props = { conversation: Conversation; onOpen: () => void; onDelete: (conversation: Conversation) => void; dated?: boolean };

export function ConversationRow({ conversation, onOpen, onDelete, dated = false }: Props) {
  const [renaming, setRenaming] = useState(false);
  const [open, setOpen] = useState<Dialog>(null);
  const row = useRef<HTMLLIElement>(null);
  const selection = useAtomValue(selectionAtom);
  const selected = selection?.has(conversation.id) ?? false;
  const unread = useAtomValue(unreadAtom).has(conversation.id);
  const title = titleOf(conversation);
  const answering = conversation.running_generation_id !== null;
  const done = () => {
    setRenaming(false);
    requestAnimationFrame(() => row.current?.querySelector("a")?.focus());
  };
  const onClick = (event: MouseEvent) => {
    const one = event.ctrlKey || event.metaKey;
    if (selection === null && !one && !event.shiftKey) return onOpen();
    event.preventDefault();
    if (event.shiftKey) selectTo(conversation.id, listedAround(row.current));
    else toggle(conversation.id);
  };
  if (renaming) return <li ref={row}><RenameField conversation={conversation} onDone={done} /></li>;
  return (
    <li ref={row} className="group relative flex items-center rounded-control [content-visibility:auto] [contain-intrinsic-size:auto_2rem] has-data-[state=open]:[content-visibility:visible] transition-colors duration-100 hover:bg-surface-2 has-data-[state=open]:bg-surface-2">
      <NavLink
        to={`/c/${conversation.id}`}
        title={title}
        onClick={onClick}
        draggable={selection === null}
        onDragStart={(event) => dragChat(event, conversation.id)}
        data-conversation={conversation.id}
        onKeyDown={(event) => {
          if (event.key === "F2") setRenaming(true);
          if (event.key === "Delete") onDelete(conversation);
          if (event.key === " " && selection !== null) {
            event.preventDefault();
            toggle(conversation.id);
          }
          if (event.key === "Escape" && selection !== null) select(null);
        }}
        className={({ isActive }) =>
          `flex min-h-8 min-w-0 flex-1 items-center gap-2 rounded-control px-2 group-focus-within:pe-9 group-hover:pe-9 pointer-coarse:min-h-11 pointer-coarse:pe-11 ${isActive ? "bg-accent-soft font-medium" : ""}`
        }
      >
        {selection === null ? null : (
          <span role="img" aria-label={selected ? t("Selected") : t("Not selected")} className={`grid size-4 shrink-0 place-items-center rounded-[4px] border ${selected ? "border-accent bg-accent text-on-accent" : "border-border-strong"}`}>
            {selected ? <Check aria-hidden className="size-3" /> : null}
          </span>
        )}
        <span dir="auto" className="truncate">{title}</span>
        {dated ? <span className="ms-auto shrink-0 ps-3 text-xs text-text-3 tabular-nums">{dateOf(conversation.updated_at)}</span> : null}
        {answering ? <LoaderCircle role="img" aria-label={t("Answering")} className="turning ms-auto size-3.5 shrink-0 text-accent" /> : null}
        {unread && !answering ? <span role="img" aria-label={t("New answer")} className="ms-auto size-2 shrink-0 rounded-full bg-accent" /> : null}
      </NavLink>
      <Menu trigger={<IconButton label={t("Options for {title}", { title })} className="show-on-hover absolute end-0"><Ellipsis aria-hidden className="size-4" /></IconButton>}>
        <ConversationItems conversation={conversation} onRename={() => setRenaming(true)} onDelete={() => onDelete(conversation)} onOpen={setOpen} onSelect={() => select([conversation.id])} />
      </Menu>
      <ConversationDialog open={open} conversation={conversation} onClose={() => setOpen(null)} />
    </li>
  );
}

const listedAround = (row: Element | null) =>
  [...(row?.closest("nav, section")?.querySelectorAll<HTMLElement>("[data-conversation]") ?? [])].map((each) => each.dataset.conversation ?? "");

function RenameField({ conversation, onDone }: { conversation: Conversation; onDone: () => void }) {
  const over = useRef(false);
  const finish = (title: string | null) => {
    if (over.current) return;
    over.current = true;
    if (title) rename(conversation, title);
    onDone();
  };
  return (
    <input
      autoFocus
      aria-label={t("Conversation name")}
      defaultValue={conversation.title}
      maxLength={200}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => finish(event.currentTarget.value.trim())}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter") finish(event.currentTarget.value.trim());
        if (event.key === "Escape") {
          event.preventDefault();
          event.stopPropagation();
          finish(null);
        }
      }}
      className="min-h-8 w-full rounded-control border border-border-strong bg-raised px-2 pointer-coarse:min-h-11"
    />
  );
}
