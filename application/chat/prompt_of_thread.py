"""What the model is asked: the visible thread, in turns."""

from collections.abc import Sequence

from application.ports.messages import Messages
from domain.conversations.message import Message, MessagePart
from domain.ids import ConversationId, MessageId
from domain.llm.prompt import Document, Image, Prompt, Text, Turn


async def prompt_of_thread(
    messages: Messages, leaf: MessageId, *, conversation: ConversationId
) -> Prompt:
    """Raise `NotFound` when `leaf` is not in the conversation (any more)."""
    tree = await messages.tree(conversation)
    thread = await messages.several(tree.thread(leaf), conversation=conversation)
    return prompt_from(thread)


def prompt_from(thread: Sequence[Message]) -> Prompt:
    turns = (Turn(role=each.role, parts=_said(each.parts)) for each in thread)
    return Prompt(turns=tuple(turn for turn in turns if turn.parts))


def _said(parts: Sequence[MessagePart]) -> tuple[Text | Image | Document, ...]:
    """Words and media alone.

    Thinking is bound to the model that thought it, and a call of a
    tool means nothing without its result; the next model may be another one.
    """
    return tuple(
        part
        for part in parts
        if isinstance(part, Image | Document) or (isinstance(part, Text) and part.text)
    )
