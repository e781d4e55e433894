"""What an answer holds that its client's format has no room for: it is left out, and told.

It has no place in the client's body, so it is named by what it is: `answer.image`.
"""

from collections.abc import Sequence
from typing import Final, Literal, assert_never

from domain.llm.prompt import Dropped, Image, RedactedThinking, Text, Thinking
from domain.llm.reply import Reply, ReplyPart
from domain.llm.sound import Sound

Kind = Literal["audio", "image", "reasoning", "citations", "document_citations"]

CHAT: Final[frozenset[Kind]] = frozenset({"document_citations"})
COMPLETIONS: Final[frozenset[Kind]] = frozenset({"audio", "reasoning", "citations"})
MESSAGES: Final[frozenset[Kind]] = frozenset({"audio", "image"})
RESPONSES: Final[frozenset[Kind]] = frozenset({"audio"})
_PATHS_MAX: Final = 50
_PATH_LENGTH_MAX: Final = 100
_PATHS: Final[dict[Kind, str]] = {"document_citations": "citations"}


def untold(reply: Reply, lacks: frozenset[Kind]) -> tuple[Dropped, ...]:
    """Each kind once, of all its answers; `lacks` is what the client's format has no form for."""
    if not lacks:
        return ()
    parts = [part for answer in (reply, *reply.others) for part in answer.parts]
    return tuple(
        Dropped(path=f"answer.{_PATHS.get(kind, kind)}", reason="has no form for the client")
        for kind in sorted(lacks)
        if _holds(parts, kind)
    )


def _holds(parts: Sequence[ReplyPart], kind: Kind) -> bool:
    match kind:
        case "audio":
            return any(isinstance(part, Sound) for part in parts)
        case "image":
            return any(isinstance(part, Image) for part in parts)
        case "reasoning":
            return any(isinstance(part, Thinking | RedactedThinking) for part in parts)
        case "citations":
            return any(part.citations for part in parts if isinstance(part, Text))
        case "document_citations":
            cited = (each for part in parts if isinstance(part, Text) for each in part.citations)
            return any(not each.url for each in cited)
        case _:
            assert_never(kind)


def paths_of(dropped: Sequence[Dropped]) -> tuple[str, ...]:
    """Each once, and not without end: a client may send thousands of names of its own."""
    return tuple(dict.fromkeys(each.path[:_PATH_LENGTH_MAX] for each in dropped))[:_PATHS_MAX]
