import { because } from "../api/problem";
import type { Conversation } from "../api/types";
import { change, refreshList } from "../conversations/data";
import { t } from "../languages/speaking";
import { notify } from "../ui/notices";

/** A temporary chat becomes one like the others. */
export function keep(conversation: Conversation): void {
  change(conversation, { temporary: false }).then(
    () => {
      notify(t("Kept. The chat is in your list now."));
      void refreshList();
    },
    (error: unknown) => notify(because(t("The chat is still temporary."), error)),
  );
}
