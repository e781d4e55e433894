"""What the model is asked: the visible thread, in turns."""

from collections.abc import Iterator, Sequence

from application.ports.messages import Messages
from domain.conversations.message import Message, MessagePart
from domain.ids import ConversationId, MessageId
from domain.llm.prompt import Document, Image, Prompt, Text, Turn
from domain.tools.rounds import turns_of


async def prompt_of_thread(
    messages: Messages, leaf: MessageId, *, conversation: ConversationId, tools: bool = False
) -> Prompt:
    """Raise `NotFound` when `leaf` is not in the conversation (any more).

    With `tools` what earlier answers called is told again; a model that is offered none would
    not know what to make of it.
    """
    tree = await messages.tree(conversation)
    thread = await messages.several(tree.thread(leaf), conversation=conversation)
    return prompt_from(thread, tools=tools)


def prompt_from(thread: Sequence[Message], *, tools: bool = False) -> Prompt:
    turns = (turn for each in thread for turn in _turns(each, tools=tools))
    return Prompt(turns=tuple(turn for turn in turns if turn.parts))


def _turns(message: Message, *, tools: bool) -> Iterator[Turn]:
    if tools and message.role == "assistant":
        yield from turns_of(message.parts, thoughts=False)
    else:
        yield Turn(role=message.role, parts=_said(message.parts))


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
