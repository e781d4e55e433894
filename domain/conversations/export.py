"""A conversation to take away: a document with everything, or a page to read."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from domain.conversations.conversation import Conversation
from domain.conversations.message import Message, MessagePart
from domain.files.attachment import Attachment
from domain.json import Json, JsonObject
from domain.llm.prompt import Refusal, Text, Thinking, ToolCall

FORMAT: Final = "parley.conversation"
VERSION: Final = 1
_SPEAKERS: Final = {"user": "You", "assistant": "Assistant"}
_ENDINGS: Final = {
    "streaming": "still being written",
    "stopped": "stopped",
    "interrupted": "cut off",
    "truncated": "cut at the model's limit",
    "failed": "failed",
}


def document_of(conversation: Conversation, messages: Sequence[Message]) -> JsonObject:
    """Everything, all branches included, as JSON. Times are ISO 8601, money nano-USD in text.

    What only a model's vendor can read (signatures, sealed reasoning) stays behind.
    """
    return {
        "format": FORMAT,
        "version": VERSION,
        "id": conversation.id,
        "title": conversation.title,
        "model": conversation.model,
        "tags": [*conversation.tags],
        "created_at": conversation.created_at.isoformat(),
        "updated_at": conversation.updated_at.isoformat(),
        "active_leaf_id": conversation.active_leaf,
        "messages": [_message(each) for each in messages],
    }


def _message(message: Message) -> JsonObject:
    told: dict[str, Json] = {
        "id": message.id,
        "parent_id": message.parent,
        "role": message.role,
        "created_at": message.created_at.isoformat(),
        "state": message.state,
        "parts": [part for each in message.parts if (part := _part(each)) is not None],
    }
    if message.model is not None:
        told["model"] = message.model
    if message.cost is not None:
        usage: dict[str, Json] = {
            key: value for key, value in asdict(message.cost.usage).items() if value
        }
        cost = message.cost.cost
        told["usage"] = {**usage, "cost_nano_usd": None if cost is None else str(cost)}
    if message.error is not None:
        told["error"] = {"code": message.error.code, "message": message.error.message}
    return told


def _part(part: MessagePart) -> JsonObject | None:
    match part:
        case Text(text=text):
            return {"type": "text", "text": text}
        case Thinking(text=text):
            return {"type": "thinking", "text": text}
        case Refusal(text=text):
            return {"type": "refusal", "text": text}
        case ToolCall(id=id, name=name, arguments=arguments):
            return {"type": "tool_call", "id": id, "name": name, "arguments": arguments}
        case Attachment(name=name, media_type=media_type, size=size):
            return {"type": "file", "name": name, "media_type": media_type, "size": size}
        case _:
            return None


def markdown_of(conversation: Conversation, thread: Sequence[Message]) -> str:
    """The branch that is shown, as a page: who said what, and with which model."""
    turns = [f"# {conversation.title}\n", *(_turn(each) for each in thread)]
    return "\n".join(turns)


def _turn(message: Message) -> str:
    speaker = message.model or _SPEAKERS[message.role]
    said = "\n\n".join(text for part in message.parts if (text := _shown(part)))
    ending = _ENDINGS.get(message.state)
    told = "\n\n".join(each for each in (said, f"*({ending})*" if ending else "") if each)
    when = message.created_at.strftime("%Y-%m-%d %H:%M UTC")
    return f"## {speaker}\n\n*{when}*\n\n{told}\n"


def _shown(part: MessagePart) -> str:
    match part:
        case Text(text=text) | Refusal(text=text):
            return text.strip()
        case ToolCall(name=name, arguments=arguments):
            fence = "`" * max(3, _longest_run(arguments) + 1)
            return f"Called `{name}`:\n\n{fence}json\n{arguments}\n{fence}"
        case Attachment(name=name):
            return f"*(File: {name})*"
        case _:
            return ""


def _longest_run(text: str) -> int:
    """Of backticks: a fence has to be longer than any inside it."""
    longest = run = 0
    for letter in text:
        run = run + 1 if letter == "`" else 0
        longest = max(longest, run)
    return longest


def file_name(title: str) -> str:
    """A title as the name of a file, without its ending: letters, digits, spaces and dashes."""
    kept = "".join(letter if letter.isalnum() else " " for letter in title)
    return " ".join(kept.split())[:80].strip() or "chat"
