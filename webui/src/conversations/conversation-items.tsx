import { Archive, ArchiveRestore, Braces, CopyPlus, FileText, Pencil, Pin, PinOff, Trash2 } from "lucide-react";
import { chat } from "../api/client";
import type { Conversation } from "../api/types";
import { MenuItem, MenuRule } from "../ui/menu";
import { save, moveTo, useOpenCopy } from "./arranging";

type Props = { conversation: Conversation; onRename: () => void; onDelete: () => void };

/** What can be done with a conversation, in its row's menu and in its page's. */
export function ConversationItems({ conversation, onRename, onDelete }: Props) {
  const openCopy = useOpenCopy();
  const { shelf } = conversation;
  return (
    <>
      {shelf === "pinned" ? (
        <MenuItem onSelect={() => moveTo(conversation, "open")}><PinOff aria-hidden className="size-4" />Unpin</MenuItem>
      ) : (
        <MenuItem onSelect={() => moveTo(conversation, "pinned")}><Pin aria-hidden className="size-4" />Pin</MenuItem>
      )}
      {/* A menu gives the focus back as it closes; the field must come after that. */}
      <MenuItem onSelect={() => setTimeout(onRename)}><Pencil aria-hidden className="size-4" />Rename</MenuItem>
      <MenuItem onSelect={() => openCopy(() => chat.duplicate(conversation.id), "This is the copy. The other chat stays as it is.")}>
        <CopyPlus aria-hidden className="size-4" />Duplicate
      </MenuItem>
      {shelf === "archived" ? (
        <MenuItem onSelect={() => moveTo(conversation, "open")}><ArchiveRestore aria-hidden className="size-4" />Take out of the archive</MenuItem>
      ) : (
        <MenuItem onSelect={() => moveTo(conversation, "archived")}><Archive aria-hidden className="size-4" />Archive</MenuItem>
      )}
      <MenuRule />
      <MenuItem onSelect={() => save(conversation, "markdown")}><FileText aria-hidden className="size-4" />Export as a page</MenuItem>
      <MenuItem onSelect={() => save(conversation, "json")}><Braces aria-hidden className="size-4" />Export with all versions</MenuItem>
      <MenuRule />
      <MenuItem danger onSelect={onDelete}><Trash2 aria-hidden className="size-4" />Delete</MenuItem>
    </>
  );
}
