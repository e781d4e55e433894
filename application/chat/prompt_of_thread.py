"""What the model is asked: the visible thread, in turns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from application.chat.files_in_prompt import ReadFilesOfThread
from application.ports.messages import Messages
from domain.conversations.message import Message, MessagePart
from domain.files.attachment import Attachment
from domain.files.in_prompt import FilesInPrompt
from domain.ids import ConversationId, MessageId, UserId
from domain.llm.capabilities import Capabilities
from domain.llm.prompt import Document, Image, Prompt, Text, Turn
from domain.tools.rounds import turns_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptOfThread:
    messages: Messages
    files: ReadFilesOfThread

    async def __call__(
        self,
        leaf: MessageId,
        *,
        conversation: ConversationId,
        by: UserId,
        can: Capabilities,
        tools: bool = False,
    ) -> Prompt:
        """Raise `NotFound` when `leaf` is not in the conversation (any more).

        With `tools` what earlier answers called is told again; a model that is offered none would
        not know what to make of it.
        """
        tree = await self.messages.tree(conversation)
        thread = await self.messages.several(tree.thread(leaf), conversation=conversation)
        return prompt_from(thread, await self.files(thread, by=by, can=can), tools=tools)


def prompt_from(thread: Sequence[Message], files: FilesInPrompt, *, tools: bool = False) -> Prompt:
    turns = (turn for each in thread for turn in _turns(each, files, tools=tools))
    return Prompt(turns=tuple(turn for turn in turns if turn.parts))


def _turns(message: Message, files: FilesInPrompt, *, tools: bool) -> Iterator[Turn]:
    if tools and message.role == "assistant":
        yield from turns_of(message.parts, thoughts=False)
    else:
        yield Turn(role=message.role, parts=_said(message.parts, files))


def _said(
    parts: Sequence[MessagePart], files: FilesInPrompt
) -> tuple[Text | Image | Document, ...]:
    """Words, media and what files tell.

    Thinking is bound to the model that thought it, and a call of a
    tool means nothing without its result; the next model may be another one.
    """
    told = (files.told(part) if isinstance(part, Attachment) else part for part in parts)
    return tuple(
        part
        for part in told
        if isinstance(part, Image | Document) or (isinstance(part, Text) and part.text)
    )
