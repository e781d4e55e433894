"""Parts in turns whose role may say them; what stands elsewhere is left out, and told (A2, A3).

Clients do send such things, and every vendor refuses the whole request for one of them.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final, Literal

from domain.formats.encoded import Losses
from domain.llm.prompt import (
    Audio,
    Document,
    Image,
    InlineData,
    Part,
    RedactedThinking,
    Role,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    Turn,
)
from domain.llm.sound import Sound

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
    turns: Sequence[Turn],
    losses: Losses,
    *,
    media: Collection[Role],
    sounds: Literal["kept", "played", "read"] = "read",
) -> Iterator[Turn]:
    """`media` are the roles that may show pictures and files to the vendor.

    What the model said aloud is `kept` where its vendor may know it by its id, `played` where the
    vendor listens to it, and else `read` out.
    """
    for number, turn in enumerate(turns):
        foreign = _FOREIGN[turn.role] + (() if turn.role in media else _MEDIA)
        kept: list[Part] = []
        for index, part in enumerate(turn.parts):
            if isinstance(part, foreign):
                path = f"turns[{number}].parts[{index}]"
                losses.note_one(part, path, f"has no place in a turn of the role {turn.role}")
            elif isinstance(part, Sound):
                heard = _heard(part, sounds)
                if heard is None:
                    losses.note_one(
                        part, f"turns[{number}].parts[{index}]", "cannot be heard there"
                    )
                else:
                    kept.append(heard)
            else:
                kept.append(part)
        yield turn if kept == [*turn.parts] else replace(turn, parts=tuple(kept))


def _heard(sound: Sound, sounds: Literal["kept", "played", "read"]) -> Part | None:
    if sounds == "kept" and sound.id:
        return sound
    if sounds == "played" and sound.base64:
        source = InlineData(media_type=sound.media_type, base64=sound.base64)
        return Audio(source=source, path=sound.path)
    return Text(text=sound.transcript, path=sound.path) if sound.transcript else None
