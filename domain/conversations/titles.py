"""What a conversation is called after its first exchange, by a model that reads it."""

import re
from typing import Final

from domain.catalog.models import Catalog, Model
from domain.llm.prompt import Prompt, Reasoning, Text, Turn
from domain.llm.usage import Usage

_READ_MAX: Final = 2_000
"""Characters of each side that the model sees: the subject is told early."""
_LENGTH_MAX: Final = 80
_TOKENS_MAX: Final = 200
_USUAL: Final = Usage(input_uncached=500, output=20)
_INSTRUCTION: Final = (
    "Name the conversation below in three to six words, in the language that it is in. "
    "Answer with the name alone: one line, no quotation marks, no full stop."
)
_PREFIX: Final = re.compile(r"^(?:\*\*|#+\s*)?(?:title|name)\s*:\s*", re.IGNORECASE)

_WRAPPING: Final = " \t\"'`*#“”„«»\u2018\u2019"


def titling_model(catalog: Catalog) -> Model | None:
    """The cheapest of the models that chat and cost something; `None` when none does.

    One that costs nothing is small and on the premises: the first words of the question name a
    chat better than it would.
    """
    costs = [
        (price.cost(_USUAL), model)
        for model in catalog.answering("chat").models
        if (price := model.price_for("chat")) is not None and not price.is_free
    ]
    return min(costs, key=lambda each: each[0])[1] if costs else None


def title_prompt(question: str, answer: str) -> Prompt:
    exchange = f"Question:\n{question[:_READ_MAX]}\n\nAnswer:\n{answer[:_READ_MAX]}"
    return Prompt(
        turns=(
            Turn(role="system", parts=(Text(text=_INSTRUCTION),)),
            Turn(role="user", parts=(Text(text=exchange),)),
        ),
        max_output_tokens=_TOKENS_MAX,
        reasoning=Reasoning(effort="none"),
    )


def title_in(reply: str) -> str | None:
    """The name in a model's words; `None` when they are none: empty, or an essay."""
    lines = [line.strip() for line in reply.splitlines() if line.strip()]
    if not lines:
        return None
    title = _PREFIX.sub("", lines[0]).strip(_WRAPPING).rstrip(".")
    return title if 0 < len(title) <= _LENGTH_MAX else None
