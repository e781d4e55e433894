/** Where a chat is kept, copies of it, and files. */
import { useNavigate } from "react-router";
import { chat } from "../api/client";
import { download } from "../api/download";
import { because } from "../api/problem";
import type { Conversation, Shelf } from "../api/types";
import { msg, t } from "../languages/speaking";
import { notify } from "../ui/notices";
import { refreshList, showFirst } from "./data";
import { tellTabs } from "./tabs";

const said = { open: "", pinned: "", archived: msg("Chat archived") } as const;

/** At once; it goes back when the service refuses. */
export function moveTo(conversation: Conversation, shelf: Shelf): void {
  showFirst({ ...conversation, shelf });
  chat.change(conversation.id, { pinned: shelf === "pinned", archived: shelf === "archived" }).then(
    (changed) => {
      showFirst(changed);
      tellTabs({ kind: "changed", id: conversation.id });
      if (said[shelf]) notify(t(said[shelf]), { name: t("Undo"), run: () => moveTo(changed, conversation.shelf) });
      // A list is ordered by time, and this one went to its top.
      void refreshList();
    },
    (error: unknown) => {
      showFirst(conversation);
      void refreshList();
      notify(because(t("The chat was not moved."), error));
    },
  );
}

/** Markdown of the branch that is shown, or JSON of all branches. */
export function save(conversation: Conversation, format: "markdown" | "json"): void {
  download(`/api/conversations/${conversation.id}/export?format=${format}`).catch(notSaved);
}

export const saveAll = () => download("/api/export").catch(notSaved);

const notSaved = (error: unknown) => notify(because(t("No file was saved."), error));

/** Opens what `make` makes: a chat that did not exist before. */
export function useOpenCopy(): (make: () => Promise<Conversation>, words: string) => void {
  const navigate = useNavigate();
  return (make, words) => {
    make().then(
      (copy) => {
        showFirst(copy);
        notify(words);
        return navigate(`/c/${copy.id}`);
      },
      (error: unknown) => notify(because(t("No copy was made."), error)),
    );
  };
}
