import { chat } from "../api/client";
import { because } from "../api/problem";
import type { Message } from "../api/types";
import { answerKey, attend, threadKey, type Window } from "../chat/thread-data";
import { queries } from "../conversations/data";
import { t } from "../languages/speaking";
import { chosenTools } from "../tools/choice";
import { notify } from "../ui/notices";
import { othersThan, showBeside } from "./chosen";

/** Lets the other models answer a question that the first one answers already. */
export async function askBeside(question: Message, first: Message): Promise<void> {
  const others = othersThan(first.model);
  if (others.length === 0) return;
  try {
    const { answers } = await chat.beside(question.conversation_id, question.id, others, chosenTools());
    const ids = [first.id, ...answers.map((answer) => answer.id)];
    for (const answer of answers) {
      queries.setQueryData(answerKey(answer.id), answer);
      attend(answer);
    }
    queries.setQueryData<Window>(threadKey(question.conversation_id), (now) =>
      now && { ...now, messages: now.messages.map((old) => (old.id === first.id ? { ...old, sibling_ids: ids } : old)) },
    );
    showBeside(question.id, ids);
  } catch (error) {
    notify(because(t("The other models were not asked."), error));
  }
}
