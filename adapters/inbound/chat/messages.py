from typing import Annotated

from fastapi import APIRouter, Header, Query
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.chat.conversations import ConversationOut, conversation_out
from adapters.inbound.chat.message_views import MessageOut, message_out
from adapters.inbound.chat.use_cases import Caller, UseCases
from application.chat.answer_beside import BESIDE_MAX
from application.chat.decide_call import AskedCall, Decision
from domain.conversations.copies import ForkScope
from domain.files.attachment import ATTACHMENTS_MAX
from domain.ids import ConversationId, FileId, MessageId

router = APIRouter(prefix="/api/conversations/{id}/messages", tags=["messages"])

_ID_LENGTH_MAX = 64
_NAME_LENGTH_MAX = 200
_TOOLS_MAX = 64


class NewMessage(BaseModel):
    """An edit is a new message with the edited one's parent."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str
    file_ids: list[Annotated[str, Field(max_length=_ID_LENGTH_MAX)]] = Field(
        default_factory=list[str], max_length=ATTACHMENTS_MAX
    )
    parent_id: str | None = Field(default=None, max_length=_ID_LENGTH_MAX)
    model: str | None = Field(default=None, max_length=_NAME_LENGTH_MAX)
    tools: list[str] = Field(default=[], max_length=_TOOLS_MAX)


class Again(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    model: str | None = Field(default=None, max_length=_NAME_LENGTH_MAX)
    tools: list[str] = Field(default=[], max_length=_TOOLS_MAX)


class CallDecision(BaseModel):
    """`digest` is the waiting call's own, so that nothing else can be agreed to.

    `allow_in_chat` lets the tool run in this chat without asking from now on.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    call_id: str = Field(max_length=_NAME_LENGTH_MAX)
    digest: str = Field(max_length=_ID_LENGTH_MAX)
    decision: Decision


class Fork(BaseModel):
    """`thread` is what leads to the message alone; see `domain.conversations.copies`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    scope: ForkScope = "thread"


class WindowPlace(BaseModel):
    model_config = ConfigDict(extra="forbid")

    before: str | None = Field(default=None, max_length=_ID_LENGTH_MAX)
    after: str | None = Field(default=None, max_length=_ID_LENGTH_MAX)
    around: str | None = Field(default=None, max_length=_ID_LENGTH_MAX)
    limit: int = Field(default=50, ge=1, le=200)


class MessagesOut(BaseModel):
    messages: list[MessageOut]
    has_more: bool
    has_newer: bool
    is_shown: bool


class SentOut(BaseModel):
    message: MessageOut
    answer: MessageOut
    generation_id: str


class Beside(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    models: list[Annotated[str, Field(max_length=200)]] = Field(max_length=BESIDE_MAX, min_length=1)
    tools: list[str] = Field(default=[], max_length=100)


class BesideOut(BaseModel):
    answers: list[MessageOut]


class AgainOut(BaseModel):
    answer: MessageOut
    generation_id: str


@router.get("", operation_id="listMessages")
async def list_messages(
    id: str, caller: Caller, use: UseCases, at: Annotated[WindowPlace, Query()]
) -> MessagesOut:
    """A stretch before, after or around a message, else the last one; it may be shorter."""
    window = await use.read_messages(
        ConversationId(id),
        by=caller,
        before=None if at.before is None else MessageId(at.before),
        after=None if at.after is None else MessageId(at.after),
        around=None if at.around is None else MessageId(at.around),
        limit=at.limit,
    )
    return MessagesOut(
        messages=[message_out(each) for each in window.messages],
        has_more=window.has_more,
        has_newer=window.has_newer,
        is_shown=window.is_shown,
    )


@router.post("", status_code=202, operation_id="sendMessage")
async def send_message(
    id: str,
    body: NewMessage,
    caller: Caller,
    use: UseCases,
    idempotency_key: Annotated[str | None, Header(min_length=1, max_length=255)] = None,
) -> SentOut:
    sent = await use.send_message(
        ConversationId(id),
        body.text,
        by=caller,
        parent=MessageId(body.parent_id) if body.parent_id is not None else None,
        model=body.model,
        tools=body.tools,
        key=idempotency_key,
        files=[FileId(each) for each in body.file_ids],
    )
    answer = message_out(sent.answer)
    return SentOut(
        message=message_out(sent.message), answer=answer, generation_id=answer.generation_id or ""
    )


@router.post("/{message_id}/regenerate", status_code=202, operation_id="regenerateAnswer")
async def regenerate_answer(
    id: str, message_id: str, body: Again, caller: Caller, use: UseCases
) -> AgainOut:
    placed = await use.regenerate_answer(
        ConversationId(id),
        MessageId(message_id),
        by=caller,
        model=body.model,
        tools=body.tools,
    )
    answer = message_out(placed)
    return AgainOut(answer=answer, generation_id=answer.generation_id or "")


@router.post("/{message_id}/answers", status_code=202, operation_id="answerBeside")
async def answer_beside(
    id: str, message_id: str, body: Beside, caller: Caller, use: UseCases
) -> BesideOut:
    """Let more models answer this question, at once; what is shown of the chat stays."""
    placed = await use.answer_beside(
        ConversationId(id), MessageId(message_id), body.models, by=caller, tools=body.tools
    )
    return BesideOut(answers=[message_out(each) for each in placed])


@router.post("/{message_id}/decisions", operation_id="decideCall")
async def decide_call(
    id: str, message_id: str, body: CallDecision, caller: Caller, use: UseCases
) -> MessageOut:
    """Agree to a call of a tool, or not. The answer goes on when none of its calls waits."""
    decided = await use.decide_call(
        ConversationId(id),
        MessageId(message_id),
        AskedCall(call=body.call_id, digest=body.digest),
        body.decision,
        by=caller,
    )
    return message_out(decided)


@router.post("/{message_id}/fork", status_code=201, operation_id="forkConversation")
async def fork_conversation(
    id: str, message_id: str, body: Fork, caller: Caller, use: UseCases
) -> ConversationOut:
    return conversation_out(
        await use.fork_conversation(
            ConversationId(id), MessageId(message_id), by=caller, scope=body.scope
        )
    )


@router.delete("/{message_id}", operation_id="deleteBranch")
async def delete_branch(id: str, message_id: str, caller: Caller, use: UseCases) -> ConversationOut:
    """Remove the message and all that follows it; the conversation shows another branch."""
    return conversation_out(
        await use.delete_branch(ConversationId(id), MessageId(message_id), by=caller)
    )
