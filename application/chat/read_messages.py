from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from application.chat.placed_message import PlacedMessage, place
from application.ports.conversations import Conversations
from application.ports.messages import Messages
from domain.conversations.message import Message, MessagePart
from domain.errors import Invalid
from domain.ids import ConversationId, MessageId, UserId
from domain.llm.prompt import Refusal, Text, Thinking, ToolCall

WINDOW_BYTES: Final = 150_000
"""Text of one window, unless its one message has more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageWindow:
    """Oldest first. `has_more`: there are earlier ones; `has_newer`: there are later ones.

    `is_shown`: they are of the branch that the conversation shows.
    """

    messages: tuple[PlacedMessage, ...]
    has_more: bool
    has_newer: bool = False
    is_shown: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    before: MessageId | None
    after: MessageId | None
    around: MessageId | None

    def __post_init__(self) -> None:
        if sum(each is not None for each in (self.before, self.after, self.around)) > 1:
            raise Invalid("a window is before, after or around a message: one of them")

    @property
    def message(self) -> MessageId | None:
        given = (self.before, self.after, self.around)
        return next((each for each in given if each is not None), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMessages:
    """A stretch of the branch that is shown, or of the newest one on which the named message is.

    It ends just before `before`, begins just after `after`, or lies around `around`; with none of
    them it is the last one. Raises `NotFound` for a stranger's conversation and for a message that
    is not in it, `Invalid` when two are given.
    """

    conversations: Conversations
    messages: Messages

    async def __call__(
        self,
        id: ConversationId,
        *,
        by: UserId,
        before: MessageId | None = None,
        after: MessageId | None = None,
        around: MessageId | None = None,
        limit: int,
    ) -> MessageWindow:
        at = _Place(before=before, after=after, around=around)
        conversation = await self.conversations.get(id, owner=by)
        tree = await self.messages.tree(id)
        leaf = tree.shown(conversation.active_leaf)
        shown = () if leaf is None else tree.thread(leaf)
        named = at.message
        is_shown = named is None or named in shown
        thread = shown if named is None or is_shown else tree.thread(tree.newest_leaf(named))
        start, end = _bounds(thread, at, limit)
        found = await self.messages.several(thread[start:end], conversation=id)
        first, last = _light(found, keep=at.around, from_end=at.after is None)
        return MessageWindow(
            messages=tuple(place(message, tree) for message in found[first:last]),
            has_more=start + first > 0,
            has_newer=end - (len(found) - last) < len(thread),
            is_shown=is_shown,
        )


def _bounds(thread: tuple[MessageId, ...], at: _Place, limit: int) -> tuple[int, int]:
    if at.before is not None:
        end = thread.index(at.before)
        return max(0, end - limit), end
    if at.after is not None:
        start = thread.index(at.after) + 1
        return start, min(len(thread), start + limit)
    if at.around is not None:
        middle = thread.index(at.around)
        end = min(len(thread), max(middle + (limit + 1) // 2, limit))
        return max(0, end - limit), end
    return max(0, len(thread) - limit), len(thread)


def _light(found: Sequence[Message], *, keep: MessageId | None, from_end: bool) -> tuple[int, int]:
    """What of the window is not too much, around `keep`, or at the end or the beginning."""
    sizes = [sum(map(_size, message.parts)) for message in found]
    first = next((n for n, each in enumerate(found) if each.id == keep), None)
    if first is None:
        first = len(found) - 1 if from_end else 0
    first = max(first, 0)
    last, total = min(first + 1, len(found)), sum(sizes[first : first + 1])
    while True:
        if first > 0 and total + sizes[first - 1] <= WINDOW_BYTES:
            first -= 1
            total += sizes[first]
        elif last < len(found) and total + sizes[last] <= WINDOW_BYTES:
            total += sizes[last]
            last += 1
        else:
            return first, last


def _size(part: MessagePart) -> int:
    """Bytes there are to read of it."""
    match part:
        case Text(text=text) | Thinking(text=text) | Refusal(text=text):
            return len(text.encode(errors="replace"))
        case ToolCall(arguments=arguments):
            return len(arguments.encode(errors="replace"))
        case _:
            return 0
