import { Ellipsis, LoaderCircle, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { NavLink } from "react-router";
import { sentenceOf } from "../api/problem";
import type { Conversation } from "../api/types";
import { IconButton } from "../ui/button";
import { Menu, MenuItem } from "../ui/menu";
import { notify } from "../ui/notices";
import { change } from "./data";

type Props = { conversation: Conversation; onOpen: () => void; onDelete: (conversation: Conversation) => void };

export function ConversationRow({ conversation, onOpen, onDelete }: Props) {
  const [renaming, setRenaming] = useState(false);
  const title = conversation.title || "New chat";
  if (renaming) return <RenameField conversation={conversation} onDone={() => setRenaming(false)} />;
  return (
    <li className="group relative flex items-center rounded-control hover:bg-surface-2">
      <NavLink
        to={`/c/${conversation.id}`}
        title={title}
        onClick={onOpen}
        data-conversation={conversation.id}
        onKeyDown={(event) => {
          if (event.key === "F2") setRenaming(true);
          if (event.key === "Delete") onDelete(conversation);
        }}
        className={({ isActive }) => `flex min-h-9 min-w-0 flex-1 items-center gap-2 rounded-control px-3 pe-9 pointer-coarse:min-h-11 ${isActive ? "bg-accent-soft font-medium" : ""}`}
      >
        <span className="truncate">{title}</span>
        {conversation.running_generation_id ? <LoaderCircle role="img" aria-label="Answering" className="turning size-3.5 shrink-0 text-accent" /> : null}
      </NavLink>
      <Menu trigger={<IconButton label={`Options for ${title}`} className="show-on-hover absolute end-0.5"><Ellipsis aria-hidden className="size-4" /></IconButton>}>
        <MenuItem onSelect={() => setTimeout(() => setRenaming(true))}><Pencil aria-hidden className="size-4" />Rename</MenuItem>
        <MenuItem danger onSelect={() => onDelete(conversation)}><Trash2 aria-hidden className="size-4" />Delete</MenuItem>
      </Menu>
    </li>
  );
}

function RenameField({ conversation, onDone }: { conversation: Conversation; onDone: () => void }) {
  const save = (title: string) => {
    onDone();
    if (!title || title === conversation.title) return;
    change(conversation, { title }).catch((error: unknown) => notify(`The name was not saved. ${sentenceOf(error)}`));
  };
  return (
    <li>
      <input
        autoFocus
        aria-label="Conversation name"
        defaultValue={conversation.title}
        maxLength={200}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={(event) => save(event.currentTarget.value.trim())}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Enter") event.currentTarget.blur();
          if (event.key === "Escape") {
            event.stopPropagation();
            onDone();
          }
        }}
        className="min-h-9 w-full rounded-control border border-border-strong bg-raised px-3"
      />
    </li>
  );
}
