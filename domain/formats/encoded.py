"""A request in a vendor's words, and what could not be said in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.formats.tool_words import AS_THEY_ARE, ToolWords
from domain.json import Json
from domain.llm.prompt import Dropped, Prompt


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedRequest:
    """Give `words` to the decoder of the answer: tools may be called otherwise upstream.

    `headers` are what the body needs beside it.
    """

    body: dict[str, Json]
    dropped: tuple[Dropped, ...] = ()
    words: ToolWords = AS_THEY_ARE
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Losses:
    """Takes down what a conversion leaves out, while it runs."""

    found: list[Dropped] = field(default_factory=list[Dropped])

    def note(self, path: str, reason: str) -> None:
        self.found.append(Dropped(path=path, reason=reason))

    def note_given(self, fields: Iterable[tuple[str, object]], reason: str) -> None:
        """Note those of the fields that hold something."""
        for path, value in fields:
            if value not in (None, "", (), {}):
                self.note(path, reason)


def only_openai_s(prompt: Prompt) -> Sequence[tuple[str, object]]:
    """What no other vendor takes, by the names that OpenAI's clients know."""
    return (
        ("verbosity", prompt.verbosity),
        ("prompt_cache_key", prompt.cache_key),
        ("metadata", prompt.metadata),
    )
