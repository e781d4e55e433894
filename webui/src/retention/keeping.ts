import { sentenceOf } from "../api/problem";
import type { Conversation } from "../api/types";
import { change, refreshList } from "../conversations/data";
import { notify } from "../ui/notices";

/** A temporary chat becomes one like the others. */
export function keep(conversation: Conversation): void {
  change(conversation, { temporary: false }).then(
    () => {
      notify("Kept. The chat is in your list now.");
      void refreshList();
    },
    (error: unknown) => notify(`The chat is still temporary. ${sentenceOf(error)}`),
  );
}
