"""A name for a conversation, once its first question is answered."""

from collections.abc import Callable
from dataclasses import dataclass

from application.call_record import Call
from application.chat.saved_change import save_change
from application.granted_models import GrantedModels
from application.metering import Metering
from application.ports.conversations import Conversations
from application.ports.ids import NewId
from application.ports.messages import Messages
from domain.catalog.models import Catalog, Model
from domain.conversations.conversation import Conversation, title_from
from domain.conversations.message import Message
from domain.conversations.titles import title_in, title_prompt, titling_model
from domain.errors import DomainError, NotFound
from domain.ids import RequestId, UserId
from domain.llm.reply import ReplyFold
from domain.transactions.clients import CHAT
from domain.transactions.transaction import Payer

ChooseModel = Callable[[Catalog], Model | None]


def titling(wanted: str) -> ChooseModel:
    """`cheapest`, `off`, or the name of a model, as far as it is granted."""
    if wanted == "cheapest":
        return titling_model

    def choose(catalog: Catalog) -> Model | None:
        try:
            return catalog.find(wanted, task="chat") if wanted != "off" else None
        except DomainError:
            return None

    return choose


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleConversation:
    """Ask a model for the name, on the account of the person who asked.

    Nothing is done for later answers, nor for a conversation that has a name of its person's or
    is temporary; and whatever goes wrong, it keeps the one made of its first words.
    """

    conversations: Conversations
    messages: Messages
    granted_models: GrantedModels
    metering: Metering
    new_id: NewId
    choose: ChooseModel

    async def __call__(self, answer: Message, *, by: UserId) -> None:
        try:
            await self._title(answer, by)
        except DomainError:
            return  # Refused, away or deleted: there is a name already.

    async def _title(self, answer: Message, by: UserId) -> None:
        question = await self._first_question(answer)
        if question is None:
            return
        conversation = await self.conversations.get(answer.conversation, owner=by)
        if not await self._is_shown(answer, conversation):
            return  # Of answers beside each other one gives the name.
        made = title_from(question.text)
        payer = Payer(user=by)
        model = self.choose(await self.granted_models(payer))
        if conversation.title != made or conversation.temporary or model is None:
            return
        title = await self._asked(model, question, answer, payer)
        if title is None:
            return

        def rename(found: Conversation) -> Conversation:
            return found.rename(title, at=found.updated_at) if found.title == made else found

        await save_change(self.conversations, conversation.id, rename, owner=by)

    async def _first_question(self, answer: Message) -> Message | None:
        if answer.state not in {"complete", "truncated"} or answer.parent is None:
            return None
        question = await self.messages.get(answer.parent, conversation=answer.conversation)
        return question if question.parent is None else None

    async def _is_shown(self, answer: Message, conversation: Conversation) -> bool:
        leaf = conversation.active_leaf
        tree = await self.messages.tree(conversation.id)
        return leaf is not None and answer.id in tree.thread(leaf)

    async def _asked(
        self, model: Model, question: Message, answer: Message, payer: Payer
    ) -> str | None:
        call = Call(
            request=RequestId(self.new_id()),
            source="title",
            client=CHAT,
            payer=payer,
            model=model,
            prompt=title_prompt(question.text, answer.text),
            streamed=True,
        )
        fold = ReplyFold()
        async with self.metering.open(call) as stream:
            async for event in stream:
                fold.feed(event)
        reply = fold.reply()
        if reply.finished is None:
            raise NotFound("the model gave no name")
        return title_in(reply.text)
