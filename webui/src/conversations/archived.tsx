import { ArchiveRestore, Trash2 } from "lucide-react";
import { useAtomValue } from "jotai";
import { Link } from "react-router";
import { t } from "../languages/speaking";
import { Button, IconButton } from "../ui/button";
import { moveTo } from "./arranging";
import { titleOf, useConversations } from "./data";
import { deletedAtom, useDelete } from "./deletion";

/** Chats that were put away, to be read, taken out again or deleted. */
export function Archived() {
  const list = useConversations("archived");
  const deleted = useAtomValue(deletedAtom);
  const remove = useDelete();
  const items = (list.data?.pages.flatMap((page) => page.items) ?? []).filter((item) => !deleted.has(item.id));
  if (list.isPending) return <div role="status" aria-label={t("Loading archived chats")} className="skeleton h-4 w-7/12" />;
  if (list.isError) return <Button onClick={() => void list.refetch()}>{t("Load archived chats")}</Button>;
  if (items.length === 0) return <p className="text-text-2">{t("No chat is archived. Archive one in its menu to keep it out of the list.")}</p>;
  return (
    <>
      <ul className="-mx-2">
        {items.map((item) => (
          <li key={item.id} className="flex items-center gap-1 rounded-control ps-2 hover:bg-surface-2">
            <Link to={`/c/${item.id}`} dir="auto" className="min-w-0 flex-1 truncate py-1.5">{titleOf(item)}</Link>
            <IconButton label={t("Take {title} out of the archive", { title: titleOf(item) })} onClick={() => moveTo(item, "open")}><ArchiveRestore aria-hidden className="size-4" /></IconButton>
            <IconButton label={t("Delete {title}", { title: titleOf(item) })} onClick={() => remove(item)}><Trash2 aria-hidden className="size-4" /></IconButton>
          </li>
        ))}
      </ul>
      {list.hasNextPage ? <Button look="ghost" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("Show older ones")}</Button> : null}
    </>
  );
}
