"""A request in a vendor's words, and what could not be said in them."""

import re
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from domain.errors import Invalid
from domain.formats.tool_words import AS_THEY_ARE, ToolWords
from domain.json import Json
from domain.llm.capabilities import Capabilities
from domain.llm.prompt import Document, Dropped, HostedTool, Part, Prompt, Turn

_HEAD: Final = re.compile(r"\w+")


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
    """Takes down what a conversion leaves out, while it runs.

    `paths` leads from our names of fields to the client's, where they differ.
    """

    found: list[Dropped] = field(default_factory=list[Dropped])
    paths: Mapping[str, str] = field(default_factory=dict[str, str])

    def note(self, path: str, reason: str) -> None:
        """`path` begins with one of our names, or is the client's already."""
        head = _HEAD.match(path)
        name = head[0] if head else path
        theirs = self.paths.get(name, name) + path[len(name) :]
        self.found.append(Dropped(path=theirs, reason=reason))

    def note_one(self, lost: Part | Turn | HostedTool, ours: str, reason: str) -> None:
        """Something that may know its place in the client's body; else it is `ours`."""
        self.found.append(Dropped(path=lost.path or ours, reason=reason))

    def note_given(self, fields: Iterable[tuple[str, object]], reason: str) -> None:
        """Note those of the fields that hold something."""
        for path, value in fields:
            if value not in (None, "", (), {}):
                self.note(path, reason)


@contextmanager
def standing_at(path: str) -> Generator[None]:
    """Say of what is refused within where it stood, unless that is said already."""
    try:
        yield
    except Invalid as problem:
        if problem.path is not None or not path:
            raise
        raise Invalid(f"{path}: {problem}") from None


def note_uncited(turns: Iterable[Turn], losses: Losses) -> None:
    """Note what is wished of documents that only Anthropic's models do (A2)."""
    for turn in turns:
        for part in turn.parts:
            if isinstance(part, Document) and part.cited:
                losses.note(f"{part.path or 'document'}.citations", "places are not told there")


def check_one_answer(prompt: Prompt) -> None:
    """Raise `Invalid` where more than one answer is wanted of a vendor that gives one (A5)."""
    if prompt.choices > 1:
        named = prompt.paths.get("choices", "choices")
        raise Invalid(f"{named}: this model gives one answer a request")


def output_limit(wanted: int, capabilities: Capabilities, losses: Losses, *, least: int = 1) -> int:
    """The client's own, within what the model can; noted where it had to be another (A5)."""
    most = capabilities.max_output_tokens
    if most is not None and wanted > most:
        losses.note("max_output_tokens", f"the model gives {most} at most")
        return max(least, most)
    if wanted < least:
        losses.note("max_output_tokens", f"the model gives {least} at least")
        return least
    return wanted


def only_openai_s(prompt: Prompt) -> Sequence[tuple[str, object]]:
    """What no other vendor takes, by the names that OpenAI's clients know."""
    return (
        ("verbosity", prompt.verbosity),
        ("prompt_cache_key", prompt.cache_key),
        ("metadata", prompt.metadata),
    )
