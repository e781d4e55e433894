"""Messages as their readers see them: what is listed here leaves the service, nothing else."""

from datetime import datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, Field

from application.chat.placed_message import PlacedMessage
from domain.conversations.message import AnswerCost, MessagePart, MessageState
from domain.files.attachment import Attachment
from domain.llm.prompt import Refusal, Text, Thinking, ToolCall
from domain.tools.run import RunState, ToolRun


class TextOut(BaseModel):
    type: Literal["text"] = "text"
    text: str


class ThinkingOut(BaseModel):
    type: Literal["thinking"] = "thinking"
    text: str


class ToolCallOut(BaseModel):
    type: Literal["tool_call"] = "tool_call"
    id: str
    name: str
    arguments: str


class SourceOut(BaseModel):
    title: str
    url: str


class AttachmentOut(BaseModel):
    """A file that goes along; it may be gone by now."""

    type: Literal["file"] = "file"
    file_id: str
    name: str
    media_type: str
    kind: Literal["picture", "document", "other"]
    size: int
    width: int | None
    height: int | None
    text_length: int | None


class ToolRunOut(BaseModel):
    """`digest` names this very call: who agrees to it, gives it back."""

    type: Literal["tool_run"] = "tool_run"
    id: str
    name: str
    title: str
    arguments: str
    state: RunState
    output: str
    sources: list[SourceOut]
    files: list[AttachmentOut]
    lasted_ms: int | None
    digest: str


class RefusalOut(BaseModel):
    type: Literal["refusal"] = "refusal"
    text: str


PartOut: TypeAlias = Annotated[
    TextOut | AttachmentOut | ThinkingOut | ToolCallOut | ToolRunOut | RefusalOut,
    Field(discriminator="type"),
]


class AnswerErrorOut(BaseModel):
    code: str
    message: str


class UsageOut(BaseModel):
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    reasoning_tokens: int
    cost_nano_usd: str | None
    first_token_ms: int | None
    latency_ms: int


class MessageOut(BaseModel):
    id: str
    conversation_id: str
    parent_id: str | None
    role: Literal["user", "assistant"]
    parts: list[PartOut]
    state: MessageState
    error: AnswerErrorOut | None
    model: str | None
    generation_id: str | None
    usage: UsageOut | None
    sibling_ids: list[str]
    created_at: datetime


def message_out(placed: PlacedMessage) -> MessageOut:
    message = placed.message
    error = message.error
    return MessageOut(
        id=message.id,
        conversation_id=message.conversation,
        parent_id=message.parent,
        role=message.role,
        parts=[out for part in message.parts if (out := _part(part)) is not None],
        state=message.state,
        error=AnswerErrorOut(code=error.code, message=error.message) if error else None,
        model=message.model,
        generation_id=message.generation,
        usage=_usage(message.cost) if message.cost else None,
        sibling_ids=list(placed.siblings),
        created_at=message.created_at,
    )


def _part(part: MessagePart) -> PartOut | None:
    """`None` for what only the model's vendor can read, and for media, which come later."""
    match part:
        case Text(text=text):
            return TextOut(text=text)
        case Thinking(text=text):
            return ThinkingOut(text=text)
        case Refusal(text=text):
            return RefusalOut(text=text)
        case ToolCall(id=id, name=name, arguments=arguments):
            return ToolCallOut(id=id, name=name, arguments=arguments)
        case ToolRun() | Attachment():
            return tool_run_out(part) if isinstance(part, ToolRun) else attachment_out(part)
        case _:
            return None


def tool_run_out(run: ToolRun) -> ToolRunOut:
    return ToolRunOut(
        id=run.id,
        name=run.name,
        title=run.title,
        arguments=run.arguments,
        state=run.state,
        output=run.output,
        sources=[SourceOut(title=each.title, url=each.url) for each in run.sources],
        files=[attachment_out(each) for each in run.files],
        lasted_ms=run.lasted_ms,
        digest=run.digest,
    )


def attachment_out(attachment: Attachment) -> AttachmentOut:
    return AttachmentOut(
        file_id=attachment.file,
        name=attachment.name,
        media_type=attachment.media_type,
        kind=attachment.file_kind,
        size=attachment.size,
        width=attachment.width,
        height=attachment.height,
        text_length=attachment.text_length,
    )


def _usage(cost: AnswerCost) -> UsageOut:
    return UsageOut(
        input_tokens=cost.usage.input_total,
        cached_tokens=cost.usage.cache_read,
        output_tokens=cost.usage.output,
        reasoning_tokens=cost.usage.reasoning,
        cost_nano_usd=str(cost.cost) if cost.cost is not None else None,
        first_token_ms=cost.first_token_ms,
        latency_ms=cost.latency_ms,
    )
