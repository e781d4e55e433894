"""What another system's chat is to us: a tree of texts."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from domain.conversations.conversation import TITLE_LENGTH_MAX, Conversation, title_from
from domain.conversations.message import TEXT_LENGTH_MAX, Message
from domain.ids import ConversationId, MessageId, UserId
from domain.json import Json
from domain.llm.prompt import Text

Source = Literal["chatgpt", "claude", "librechat", "parley"]

MESSAGES_MAX: Final = 20_000
_EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_ID_LENGTH: Final = 26
_TIME_LENGTH: Final = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignMessage:
    """`parent` may be a message that has no text; `role` is `None` for those that are not shown."""

    id: str
    parent: str | None
    role: Literal["user", "assistant"] | None
    text: str
    model: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignChat:
    """`leaf` is the message that was shown last; without one it is the last of all."""

    source: Source
    id: str
    title: str
    created_at: datetime | None
    updated_at: datetime | None
    messages: Sequence[ForeignMessage]
    leaf: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    conversation: Conversation
    messages: Sequence[Message]


def conversation_id(source: Source, id: str, *, owner: UserId) -> ConversationId:
    """The same for the same chat of the same person, always: a second import finds the first."""
    return ConversationId(_name(0, f"{owner}\n{source}\n{id}"))


def imported(chat: ForeignChat, *, owner: UserId, at: datetime) -> Imported | None:
    """The chat as one of ours. `None` when nothing of it can be shown."""
    conversation = conversation_id(chat.source, chat.id, owner=owner)
    line, leaf = _condensed(chat)
    if not line:
        return None
    created = _between(chat.created_at, at)
    began = int(created.timestamp() * 1_000_000)
    names = {
        each.id: MessageId(_name(began + position, f"{conversation}\n{each.id}"))
        for position, each in enumerate(line)
    }
    messages = [
        Message(
            id=names[each.id],
            conversation=conversation,
            parent=None if each.parent is None else names[each.parent],
            role=each.role or "assistant",
            parts=(Text(text=each.text),),
            created_at=_between(each.at or created, at),
            model=each.model,
        )
        for each in line
    ]
    title = " ".join(chat.title.split())[:TITLE_LENGTH_MAX] or title_from(line[0].text)
    kept = Conversation(
        id=conversation,
        owner=owner,
        title=title,
        model=None,
        created_at=created,
        updated_at=max(created, _between(chat.updated_at or chat.created_at, at)),
        active_leaf=names[leaf],
    )
    return Imported(conversation=kept, messages=messages)


def _condensed(chat: ForeignChat) -> tuple[Sequence[ForeignMessage], str]:
    """The messages that have a text, parents first, and which of them is shown last.

    What has none hands its children to its parent. An answer in several steps is one answer.
    """
    known = {each.id: each for each in chat.messages}
    shown: dict[str, str | None] = {}  # each to the kept message that now stands for it
    kept: dict[str, ForeignMessage] = {}
    children = _counted(chat.messages)
    for each in _parents_first(known):
        parent = shown.get(each.parent) if each.parent is not None else None
        text = each.text.strip()[:TEXT_LENGTH_MAX]
        if each.role is None or not text:
            shown[each.id] = parent
            continue
        above = None if parent is None else kept[parent]
        alone = children.get(each.parent or "", 0) == 1
        joined = "" if above is None else f"{above.text}\n\n{text}"
        if above and parent and above.role == each.role and alone and len(joined) < TEXT_LENGTH_MAX:
            kept[parent] = replace(above, text=joined, model=each.model or above.model)
            shown[each.id] = parent
            continue
        kept[each.id] = replace(each, parent=parent, text=text)
        shown[each.id] = each.id
    if not kept:
        return (), ""
    last = shown.get(chat.leaf) if chat.leaf is not None else None
    return tuple(kept.values()), last or next(reversed(kept))


def _counted(messages: Sequence[ForeignMessage]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for each in messages:
        found[each.parent or ""] = found.get(each.parent or "", 0) + 1
    return found


def _parents_first(known: Mapping[str, ForeignMessage]) -> Sequence[ForeignMessage]:
    """All that a root leads to, in the file's order; a parent that is not there is none."""
    below: dict[str | None, list[ForeignMessage]] = {}
    for each in known.values():
        below.setdefault(each.parent if each.parent in known else None, []).append(each)
    line: list[ForeignMessage] = []
    waiting = below.get(None, [])[::-1]
    while waiting:
        each = waiting.pop()
        line.append(each)
        waiting.extend(reversed(below.get(each.id, ())))
    return line


def moment(value: Json) -> datetime | None:
    """Seconds since 1970, or ISO 8601. `None` for anything else."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=value)
        if isinstance(value, str):
            found = datetime.fromisoformat(value)
            return found if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return None


def _between(value: datetime | None, now: datetime) -> datetime:
    return now if value is None else min(max(value.astimezone(UTC), _EARLIEST), now)


def _name(microseconds: int, seed: str) -> str:
    """As our own names: digits of a time, by which they sort, and digits of chance."""
    number = int.from_bytes(hashlib.sha256(seed.encode("utf-8", "replace")).digest())
    chance = _base_36(number)[-(_ID_LENGTH - _TIME_LENGTH) :]
    return _base_36(microseconds).rjust(_TIME_LENGTH, "0")[-_TIME_LENGTH:] + chance


def _base_36(number: int) -> str:
    written: list[str] = []
    while number:
        number, digit = divmod(number, 36)
        written.append(_DIGITS[digit])
    return "".join(reversed(written)) or "0"
