import { Ellipsis, GitFork, Trash2 } from "lucide-react";
import { useState } from "react";
import { chat, type ForkScope } from "../api/client";
import { sentenceOf } from "../api/problem";
import type { Message } from "../api/types";
import { useOpenCopy } from "../conversations/arranging";
import { queries, show } from "../conversations/data";
import { tellTabs } from "../conversations/tabs";
import { Button, IconButton } from "../ui/button";
import { Menu, MenuItem, MenuLabel, MenuRule } from "../ui/menu";
import { notify } from "../ui/notices";
import { dialogLook, Sheet, SheetTitle } from "../ui/sheet";
import { threadKey } from "./thread-data";

const forks: [ForkScope, string][] = [
  ["thread", "Only what leads here"],
  ["branches", "With the versions on the way"],
  ["level", "With all versions down to here"],
];

/** Acts on the place of a message in the tree: a new chat from here, or this branch away. */
export function TurnMenu({ message, free }: { message: Message; free: boolean }) {
  const [asking, setAsking] = useState(false);
  const openCopy = useOpenCopy();
  const fork = (scope: ForkScope) => openCopy(() => chat.fork(message.conversation_id, message.id, scope), "A new chat that goes on from here. The old one stays as it is.");
  return (
    <>
      <Menu align="start" trigger={<IconButton label="More"><Ellipsis aria-hidden className="size-4" /></IconButton>}>
        <MenuLabel>New chat from here</MenuLabel>
        {forks.map(([scope, name]) => (
          <MenuItem key={scope} onSelect={() => fork(scope)}><GitFork aria-hidden className="size-4" />{name}</MenuItem>
        ))}
        <MenuRule />
        <MenuItem danger disabled={!free} onSelect={() => setTimeout(() => setAsking(true))}><Trash2 aria-hidden className="size-4" />Delete from here…</MenuItem>
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
        notify(`Nothing was deleted. ${sentenceOf(error)}`);
      },
    );
  };
  return (
    <Sheet label="Delete from here" className={dialogLook} onClose={onClose}>
      <SheetTitle>Delete from here?</SheetTitle>
      <p className="text-text-2">
        This message and all that follows it are deleted for good.
        {others > 0 ? ` Its ${others === 1 ? "other version stays" : `${others} other versions stay`}.` : ""}
      </p>
      <div className="flex justify-end gap-2 pt-6">
        <Button onClick={onClose}>Cancel</Button>
        <Button look="danger" busy={busy} onClick={remove}>Delete</Button>
      </div>
    </Sheet>
  );
}
