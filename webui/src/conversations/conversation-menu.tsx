import { Ellipsis } from "lucide-react";
import { useState, type FormEvent } from "react";
import type { Conversation } from "../api/types";
import { t } from "../languages/speaking";
import { Button, IconButton } from "../ui/button";
import { Menu } from "../ui/menu";
import { dialogLook, Sheet, SheetTitle } from "../ui/sheet";
import { ConversationItems } from "./conversation-items";
import { rename } from "./data";
import { ConversationDialog, type Dialog } from "./conversation-dialog";
import { useDelete } from "./deletion";

export function ConversationMenu({ conversation }: { conversation: Conversation }) {
  const [renaming, setRenaming] = useState(false);
  const remove = useDelete();
  const [open, setOpen] = useState<Dialog>(null);
  return (
    <>
      <Menu trigger={<IconButton label={t("Conversation options")}><Ellipsis aria-hidden className="size-5" /></IconButton>}>
        <ConversationItems conversation={conversation} onRename={() => setRenaming(true)} onDelete={() => remove(conversation)} onOpen={setOpen} />
      </Menu>
      <ConversationDialog open={open} conversation={conversation} onClose={() => setOpen(null)} />
      {renaming ? <RenameDialog conversation={conversation} onClose={() => setRenaming(false)} /> : null}
    </>
  );
}

function RenameDialog({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const title = (new FormData(event.currentTarget).get("title") as string).trim();
    if (title) rename(conversation, title);
    onClose();
  };
  return (
    <Sheet label={t("Rename the chat")} className={dialogLook} onClose={onClose}>
      <form onSubmit={submit}>
        <SheetTitle>{t("Rename the chat")}</SheetTitle>
        <input
          autoFocus
          name="title"
          aria-label={t("Conversation name")}
          defaultValue={conversation.title}
          maxLength={200}
          onFocus={(event) => event.currentTarget.select()}
          className="min-h-11 w-full rounded-control border border-border-strong bg-raised px-3 text-base"
        />
        <div className="flex justify-end gap-2 pt-6">
          <Button onClick={onClose}>{t("Cancel")}</Button>
          <Button type="submit" look="primary">{t("Rename")}</Button>
        </div>
      </form>
    </Sheet>
  );
}
