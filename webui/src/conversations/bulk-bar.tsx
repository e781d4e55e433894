import { useAtomValue } from "jotai";
import { Archive, Download, FolderInput, Tag, Trash2, X } from "lucide-react";
import { useState } from "react";
import type { Conversation } from "../api/types";
import { t } from "../languages/speaking";
import { MoveDialog } from "../projects/move-dialog";
import { IconButton } from "../ui/button";
import { Toolbar } from "../ui/toolbar";
import { listedChats } from "./data";
import { useDelete } from "./deletion";
import { archiveAll, exportAll, select, selectionAtom, tagAll } from "./selection";
import { TagAllDialog } from "./tag-dialog";

/** What can be done with all chats that are chosen. */
export function BulkBar({ listed }: { listed: Conversation[] }) {
  const selection = useAtomValue(selectionAtom);
  const remove = useDelete();
  const [open, setOpen] = useState<"move" | "tag" | null>(null);
  if (selection === null) return null;
  const chats = listedChats(selection);
  const none = chats.length === 0;
  const done = (act: () => unknown) => () => {
    act();
    select(null);
  };
  const close = () => {
    setOpen(null);
    select(null);
  };
  const icon = "size-4";
  return (
    <div className="border-t border-border bg-raised p-2">
      <div className="flex items-center justify-between ps-2">
        <p role="status" className="font-medium tabular-nums">{t("{count} selected", { count: chats.length })}</p>
        <span className="inline-flex items-center">
          <button type="button" onClick={() => select(listed.map((each) => each.id))} className="hit rounded-control px-2 text-accent hover:bg-surface-2">{t("All {count}", { count: listed.length })}</button>
          <IconButton label={t("End the selection")} onClick={() => select(null)}><X aria-hidden className={icon} /></IconButton>
        </span>
      </div>
      <Toolbar label={t("Selected chats")} className="justify-between">
        <IconButton label={t("Archive")} disabled={none} onClick={done(() => void archiveAll(chats))}><Archive aria-hidden className={icon} /></IconButton>
        <IconButton label={t("Move to a project")} disabled={none} onClick={() => setOpen("move")}><FolderInput aria-hidden className={icon} /></IconButton>
        <IconButton label={t("Tag")} disabled={none} onClick={() => setOpen("tag")}><Tag aria-hidden className={icon} /></IconButton>
        <IconButton label={t("Export")} disabled={none} onClick={done(() => void exportAll(chats))}><Download aria-hidden className={icon} /></IconButton>
        <IconButton label={t("Delete")} disabled={none} onClick={done(() => remove(...chats))} className="text-danger! disabled:text-text-3!"><Trash2 aria-hidden className={icon} /></IconButton>
      </Toolbar>
      {open === "move" ? <MoveDialog chats={chats} onClose={close} /> : null}
      {open === "tag" ? <TagAllDialog count={chats.length} onTag={(tag) => void tagAll(chats, tag)} onClose={close} /> : null}
    </div>
  );
}
