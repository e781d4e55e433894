import { Archive, ArchiveRestore, Braces, CopyPlus, FileText, FolderInput, Pencil, Pin, PinOff, SquareCheck, Tag, Trash2 } from "lucide-react";
import { chat } from "../api/client";
import type { Conversation } from "../api/types";
import { t } from "../languages/speaking";
import { keep } from "../retention/keeping";
import { MenuItem, MenuRule } from "../ui/menu";
import { save, moveTo, useOpenCopy } from "./arranging";

type Props = { conversation: Conversation; onRename: () => void; onDelete: () => void; onOpen: (dialog: "move" | "tags") => void; onSelect?: () => void };

/** What can be done with a conversation, in its row's menu and in its page's. */
export function ConversationItems({ conversation, onRename, onDelete, onOpen, onSelect }: Props) {
  const openCopy = useOpenCopy();
  const { shelf } = conversation;
  if (conversation.temporary) {
    return (
      <>
        <MenuItem onSelect={() => keep(conversation)}><Pin aria-hidden className="size-4" />{t("Keep this chat")}</MenuItem>
        <Exports conversation={conversation} />
        <MenuRule />
        <MenuItem danger onSelect={onDelete}><Trash2 aria-hidden className="size-4" />{t("Delete now")}</MenuItem>
      </>
    );
  }
  return (
    <>
      {shelf === "pinned" ? (
        <MenuItem onSelect={() => moveTo(conversation, "open")}><PinOff aria-hidden className="size-4" />{t("Unpin")}</MenuItem>
      ) : (
        <MenuItem onSelect={() => moveTo(conversation, "pinned")}><Pin aria-hidden className="size-4" />{t("Pin")}</MenuItem>
      )}
      {/* A menu gives the focus back as it closes; the field must come after that. */}
      <MenuItem onSelect={() => setTimeout(onRename)}><Pencil aria-hidden className="size-4" />{t("Rename")}</MenuItem>
      <MenuItem onSelect={() => setTimeout(() => onOpen("move"))}><FolderInput aria-hidden className="size-4" />{t("Move to a project…")}</MenuItem>
      <MenuItem onSelect={() => setTimeout(() => onOpen("tags"))}><Tag aria-hidden className="size-4" />{t("Tags…")}</MenuItem>
      {onSelect ? <MenuItem onSelect={onSelect}><SquareCheck aria-hidden className="size-4" />{t("Select several")}</MenuItem> : null}
      <MenuItem onSelect={() => openCopy(() => chat.duplicate(conversation.id), t("This is the copy. The other chat stays as it is."))}>
        <CopyPlus aria-hidden className="size-4" />{t("Duplicate")}
      </MenuItem>
      {shelf === "archived" ? (
        <MenuItem onSelect={() => moveTo(conversation, "open")}><ArchiveRestore aria-hidden className="size-4" />{t("Take out of the archive")}</MenuItem>
      ) : (
        <MenuItem onSelect={() => moveTo(conversation, "archived")}><Archive aria-hidden className="size-4" />{t("Archive")}</MenuItem>
      )}
      <MenuRule />
      <Exports conversation={conversation} />
      <MenuRule />
      <MenuItem danger onSelect={onDelete}><Trash2 aria-hidden className="size-4" />{t("Delete")}</MenuItem>
    </>
  );
}

function Exports({ conversation }: { conversation: Conversation }) {
  return (
    <>
      <MenuItem onSelect={() => save(conversation, "markdown")}><FileText aria-hidden className="size-4" />{t("Export as a page")}</MenuItem>
      <MenuItem onSelect={() => save(conversation, "json")}><Braces aria-hidden className="size-4" />{t("Export with all versions")}</MenuItem>
    </>
  );
}
