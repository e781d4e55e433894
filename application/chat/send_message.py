"""Saying something in a conversation.

What the person said is stored before anything else is done. A repeat (the same key in the
same conversation) finds it by its id, which ends with a digest of the key and begins with
the time, so that siblings still sort by age.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from application.agents.answerers import Answerer, Answerers
from application.chat.begin_answer import BeginAnswer
from application.chat.placed_message import PlacedMessage, place
from application.ports.clock import Clock
from application.ports.conversations import Conversations
from application.ports.files import Files
from application.ports.ids import NewId
from application.ports.leases import Leases
from application.ports.messages import Messages
from domain.conversations.conversation import Conversation
from domain.conversations.message import Message, MessagePart, check_text
from domain.errors import Conflict, NotFound, Unavailable
from domain.files.attachment import Attachment, check_attachments
from domain.ids import ConversationId, FileId, MessageId, UserId
from domain.llm.prompt import Text

_DIGEST_LENGTH: Final = 15
_OTHER: Final = "this key was used for another message; use a new one"
_SENDING: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    message: PlacedMessage
    answer: PlacedMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    text: str
    attachments: tuple[Attachment, ...]
    parent: MessageId | None
    model: str | None
    tools: tuple[str, ...]
    digest: str

    @property
    def parts(self) -> tuple[MessagePart, ...]:
        return (*self.attachments, *((Text(text=self.text),) if self.text else ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMessage:
    """Add a message under `parent` (`None`: at the root) and start its answer.

    Raises `Invalid` for a text that cannot be, `NotFound` for a stranger's conversation, a
    parent from elsewhere or an unknown model, `Conflict` while the parent is still being
    written, for a repeat that comes while the first is under way, and for a key that was
    used for something else, a file that is still uploaded.
    """

    conversations: Conversations
    messages: Messages
    files: Files
    answerers: Answerers
    leases: Leases
    begin: BeginAnswer
    new_id: NewId
    clock: Clock

    async def __call__(  # noqa: PLR0913 - what a person sends is one message, whole
        self,
        id: ConversationId,
        text: str,
        *,
        by: UserId,
        parent: MessageId | None = None,
        model: str | None = None,
        tools: Sequence[str] = (),
        key: str | None = None,
        files: Sequence[FileId] = (),
    ) -> Sent:
        check_text(text, alone=not files)
        conversation = await self.conversations.get(id, owner=by)
        said = _Said(
            text=text,
            attachments=await self._attachments(files, by),
            parent=parent,
            model=model,
            tools=tuple(tools),
            digest=_digest(by, id, key),
        )
        if key is None:
            return await self._send(conversation, said)
        claim, holder = f"send:{by}:{id}:{said.digest}", self.new_id()
        if not await self._claim(claim, holder):
            raise Conflict("this message is being sent already")
        try:
            return await self._send(conversation, said)
        finally:
            await self._yield(claim, holder)

    async def _send(self, conversation: Conversation, said: _Said) -> Sent:
        tree = await self.messages.tree(conversation.id)
        earlier = tree.ending_with(said.digest) if said.digest else None
        if earlier is not None:
            question = await self.messages.get(earlier, conversation=conversation.id)
            if (question.parts, question.parent) != (said.parts, said.parent):
                raise Conflict(_OTHER)
            answers = tree.children(question.id)
            if answers:
                sent = await self._sent(question, answers[0])
                if not await self._is_by(sent.answer.message, conversation, said):
                    raise Conflict(_OTHER)
                return sent
            return await self._answer(conversation, question, said)
        answerer = await self._answerer(conversation, said)
        check_attachments(said.attachments, sees=answerer.model.capabilities.vision)
        await self.begin.check_room(conversation.owner)
        question = await self._add(conversation, said)
        return await self._answer(conversation, question, said)

    async def _is_by(self, answer: Message, conversation: Conversation, said: _Said) -> bool:
        """Who was not chosen may be anybody: the chat's own model has changed meanwhile."""
        return said.model is None or (
            (await self._answerer(conversation, said)).name == answer.model
        )

    async def _attachments(self, files: Sequence[FileId], by: UserId) -> tuple[Attachment, ...]:
        """Those of the person alone: a stranger's file is not there."""
        found = await self.files.several(files, owner=by) if files else ()
        if len(found) < len(files):
            raise NotFound("one of the files is not there any more")
        return tuple(Attachment.of(each) for each in found)

    async def _answerer(self, conversation: Conversation, said: _Said) -> Answerer:
        wanted = said.model or conversation.model
        return await self.answerers.find(wanted, by=conversation.owner)

    async def _add(self, conversation: Conversation, said: _Said) -> Message:
        if said.parent is not None:
            parent = await self.messages.get(said.parent, conversation=conversation.id)
            if parent.state == "streaming":
                raise Conflict("the answer before is still being written; stop it first")
        fresh = self.new_id()
        question = Message(
            id=MessageId(fresh[: len(fresh) - len(said.digest)] + said.digest),
            conversation=conversation.id,
            parent=said.parent,
            role="user",
            parts=said.parts,
            created_at=self.clock(),
        )
        await self.messages.add(question)
        await self._check_hold(question)
        return question

    async def _check_hold(self, question: Message) -> None:
        """Whoever deletes the branch at this moment sees the message, or is seen here."""
        if question.parent is None:
            return
        try:
            await self.messages.get(question.parent, conversation=question.conversation)
        except NotFound:
            await self.messages.delete([question.id], conversation=question.conversation)
            raise

    async def _answer(self, conversation: Conversation, question: Message, said: _Said) -> Sent:
        fresh = MessageId(self.new_id())
        found = await self._answerer(conversation, said)
        answer = await self.begin(
            conversation, question, id=fresh, answerer=found, tools=said.tools
        )
        return await self._sent(question, answer.id)

    async def _sent(self, question: Message, answer: MessageId) -> Sent:
        tree = await self.messages.tree(question.conversation)
        found = await self.messages.get(answer, conversation=question.conversation)
        return Sent(message=place(question, tree), answer=place(found, tree))

    async def _claim(self, name: str, holder: str) -> bool:
        try:
            return await self.leases.take(name, holder=holder, lasting=_SENDING)
        except Unavailable:
            return True

    async def _yield(self, name: str, holder: str) -> None:
        try:
            await self.leases.release(name, holder=holder)
        except Unavailable:
            return


def _digest(by: UserId, id: ConversationId, key: str | None) -> str:
    """Fifteen letters and digits (75 bits); none without a key."""
    if key is None:
        return ""
    whole = hashlib.sha256(f"{by}\n{id}\n{key}".encode()).digest()
    return base64.b32hexencode(whole).decode().lower()[:_DIGEST_LENGTH]
