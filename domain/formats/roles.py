"""Parts in turns whose role may say them; what stands elsewhere is left out, and told (A2, A3).

Clients do send such things, and every vendor refuses the whole request for one of them.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from domain.formats.encoded import Losses
from domain.llm.prompt import (
    Audio,
    Document,
    Image,
    Part,
    RedactedThinking,
    Role,
    Thinking,
    ToolCall,
    ToolResult,
    Turn,
)

_ONLY_ASSISTANTS: Final = (ToolCall, Thinking, RedactedThinking)
_NO_SYSTEM: Final = (*_ONLY_ASSISTANTS, ToolResult, Audio)
_MEDIA: Final = (Image, Document, Audio)
USERS: Final[frozenset[Role]] = frozenset(("user",))
ALL_BUT_ASSISTANTS: Final[frozenset[Role]] = frozenset(("user", "system", "developer"))
EVERYBODY: Final[frozenset[Role]] = frozenset(("user", "assistant", "system", "developer"))
_FOREIGN: Final[dict[Role, tuple[type[Part], ...]]] = {
    "user": _ONLY_ASSISTANTS,
    "assistant": (ToolResult,),
    "system": _NO_SYSTEM,
    "developer": _NO_SYSTEM,
}


def in_their_roles(
    turns: Sequence[Turn], losses: Losses, *, media: Collection[Role]
) -> Iterator[Turn]:
    """`media` are the roles that may show pictures and files to the vendor."""
    for number, turn in enumerate(turns):
        foreign = _FOREIGN[turn.role] + (() if turn.role in media else _MEDIA)
        kept: list[Part] = []
        for index, part in enumerate(turn.parts):
            if isinstance(part, foreign):
                path = f"turns[{number}].parts[{index}]"
                losses.note_one(part, path, f"has no place in a turn of the role {turn.role}")
            else:
                kept.append(part)
        yield turn if len(kept) == len(turn.parts) else replace(turn, parts=tuple(kept))
