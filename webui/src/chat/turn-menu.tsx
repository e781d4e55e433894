import { Ellipsis, GitFork, Trash2 } from "lucide-react";
import { useState } from "react";
import { chat, type ForkScope } from "../api/client";
import { because, together } from "../api/problem";
import type { Message } from "../api/types";
import { useOpenCopy } from "../conversations/arranging";
import { queries, show } from "../conversations/data";
import { tellTabs } from "../conversations/tabs";
import { msg, t } from "../languages/speaking";
import { Button, IconButton } from "../ui/button";
import { Menu, MenuItem, MenuLabel, MenuRule } from "../ui/menu";
import { notify } from "../ui/notices";
import { dialogLook, Sheet, SheetTitle } from "../ui/sheet";
import { threadKey } from "./thread-data";

const forks: [ForkScope, string][] = [
  ["thread", msg("Only what leads here")],
  ["branches", msg("With the versions on the way")],
  ["level", msg("With all versions down to here")],
];

/** Acts on the place of a message in the tree: a new chat from here, or this branch away. */
export function TurnMenu({ message, free }: { message: Message; free: boolean }) {
  const [asking, setAsking] = useState(false);
  const openCopy = useOpenCopy();
  const fork = (scope: ForkScope) => openCopy(() => chat.fork(message.conversation_id, message.id, scope), t("A new chat that goes on from here. The old one stays as it is."));
  return (
    <>
      <Menu align="start" trigger={<IconButton label={t("More")}><Ellipsis aria-hidden className="size-4" /></IconButton>}>
        <MenuLabel>{t("New chat from here")}</MenuLabel>
        {forks.map(([scope, name]) => (
          <MenuItem key={scope} onSelect={() => fork(scope)}><GitFork aria-hidden className="size-4" />{t(name)}</MenuItem>
        ))}
        <MenuRule />
        <MenuItem danger disabled={!free} onSelect={() => setTimeout(() => setAsking(true))}><Trash2 aria-hidden className="size-4" />{t("Delete from here…")}</MenuItem>
      </Menu>
      {asking ? <DeleteDialog message={message} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

function DeleteDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const [busy, setBusy] = useState(false);
  const id = message.conversation_id;
  const others = message.sibling_ids.length - 1;
  const remove = () => {
    setBusy(true);
    chat.removeBranch(id, message.id).then(
      (conversation) => {
        show(conversation);
        tellTabs({ kind: "changed", id });
        onClose();
        return queries.resetQueries({ queryKey: threadKey(id) });
      },
      (error: unknown) => {
        setBusy(false);
        notify(because(t("Nothing was deleted."), error));
      },
    );
  };
  return (
    <Sheet label={t("Delete from here")} className={dialogLook} onClose={onClose}>
      <SheetTitle>{t("Delete from here?")}</SheetTitle>
      <p className="text-text-2">
        {together(t("This message and all that follows it are deleted for good."), others > 0 ? t("Its {count} other versions stay.", { count: others }) : "")}
      </p>
      <div className="flex justify-end gap-2 pt-6">
        <Button onClick={onClose}>{t("Cancel")}</Button>
        <Button look="danger" busy={busy} onClick={remove}>{t("Delete")}</Button>
      </div>
    </Sheet>
  );
}
