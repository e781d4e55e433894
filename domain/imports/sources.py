"""Chats as ChatGPT, Claude, LibreChat and Parley write them into their exports.

Nobody promises these formats: what is not understood is left out, and what has no id is no chat.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

from domain.conversations.export import FORMAT
from domain.errors import Invalid
from domain.imports.foreign import MESSAGES_MAX, ForeignChat, ForeignMessage, moment
from domain.json import Json, JsonObject, listed

_ROOT: Final = "00000000-0000-0000-0000-000000000000"


def chat_of(item: JsonObject) -> ForeignChat:
    """Raises `Invalid`, in words for whoever exported it, for what is no chat that we know."""
    if item.get("format") == FORMAT:
        chat = _parley(item)
    elif isinstance(item.get("mapping"), Mapping):
        chat = _chatgpt(item)
    elif isinstance(item.get("chat_messages"), Sequence):
        chat = _claude(item)
    elif isinstance(item.get("conversationId"), str):
        chat = _librechat(item)
    else:
        raise Invalid("it is no chat of ChatGPT, Claude, LibreChat or Parley")
    if not chat.id:
        raise Invalid("it has no id")
    if len(chat.messages) > MESSAGES_MAX:
        raise Invalid(f"it has more than {MESSAGES_MAX:,} messages")
    return chat


def _chatgpt(item: JsonObject) -> ForeignChat:
    mapping = _object(item.get("mapping"))
    return ForeignChat(
        source="chatgpt",
        id=_text(item.get("conversation_id")) or _text(item.get("id")),
        title=_text(item.get("title")),
        created_at=moment(item.get("create_time")),
        updated_at=moment(item.get("update_time")),
        messages=[_chatgpt_message(key, _object(node)) for key, node in mapping.items()],
        leaf=_text(item.get("current_node")) or None,
    )


def _chatgpt_message(id: str, node: JsonObject) -> ForeignMessage:
    said, meta = _object(node.get("message")), _object(_object(node.get("message")).get("metadata"))
    role = _role(_text(_object(said.get("author")).get("role")))
    hidden = meta.get("is_visually_hidden_from_conversation") is True
    to_a_tool = _text(said.get("recipient")) not in ("", "all")
    return ForeignMessage(
        id=id,
        parent=_text(node.get("parent")) or None,
        role=None if hidden or to_a_tool else role,
        text=_chatgpt_text(_object(said.get("content"))),
        model=_text(meta.get("model_slug")) or None,
        at=moment(said.get("create_time")),
    )


def _chatgpt_text(content: JsonObject) -> str:
    kind = content.get("content_type")
    if kind == "code":
        return f"```\n{_text(content.get('text'))}\n```" if _text(content.get("text")) else ""
    if kind not in ("text", "multimodal_text"):
        return ""
    parts = [
        _text(part) if isinstance(part, str) else _placeholder(_object(part))
        for part in listed(content.get("parts"))
    ]
    return "\n\n".join(part for part in parts if part)


def _placeholder(part: JsonObject) -> str:
    """What an export names without holding it."""
    kind = _text(part.get("content_type"))
    if kind == "audio_transcription":
        return _text(part.get("text"))
    return "[image]" if "image" in kind else ""


def _claude(item: JsonObject) -> ForeignChat:
    return ForeignChat(
        source="claude",
        id=_text(item.get("uuid")),
        title=_text(item.get("name")),
        created_at=moment(item.get("created_at")),
        updated_at=moment(item.get("updated_at")),
        messages=[*_claude_messages(listed(item.get("chat_messages")))],
        leaf=_text(item.get("current_leaf_message_uuid")) or None,
    )


def _claude_messages(found: Sequence[Json]) -> Iterator[ForeignMessage]:
    """With parents where the export names them, else one after the other."""
    before: str | None = None
    for position, each in enumerate(map(_object, found)):
        name = _text(each.get("uuid")) or str(position)
        parent = _text(each.get("parent_message_uuid"))
        yield ForeignMessage(
            id=name,
            parent=(None if parent == _ROOT else parent) if parent else before,
            role=_role(_text(each.get("sender"))),
            text=_claude_text(each),
            at=moment(each.get("created_at")),
        )
        before = name


def _claude_text(message: JsonObject) -> str:
    blocks = [_object(block) for block in listed(message.get("content"))]
    said = [_text(block.get("text")) for block in blocks if block.get("type") == "text"]
    text = "\n\n".join(part for part in said if part) or _text(message.get("text"))
    files = [
        f"[{name}]\n\n{_text(file.get('extracted_content'))}".strip()
        for file in map(_object, listed(message.get("attachments")))
        if (name := _text(file.get("file_name")) or "attachment")
    ]
    return "\n\n".join(part for part in (*files, text) if part)


def _librechat(item: JsonObject) -> ForeignChat:
    messages = [*_librechat_messages(listed(item.get("messages")))]
    return ForeignChat(
        source="librechat",
        id=_text(item.get("conversationId")),
        title=_text(item.get("title")),
        created_at=next((each.at for each in messages if each.at), moment(item.get("exportAt"))),
        updated_at=next((each.at for each in reversed(messages) if each.at), None),
        messages=messages,
    )


def _librechat_messages(found: Sequence[Json]) -> Iterator[ForeignMessage]:
    """Flat, or each with its children, as the person chose."""
    waiting: list[tuple[Json, str | None]] = [(each, None) for each in reversed(found)]
    while waiting:
        each, above = waiting.pop()
        message = _object(each)
        name = _text(message.get("messageId"))
        parent = _text(message.get("parentMessageId")) or above
        if name:
            yield ForeignMessage(
                id=name,
                parent=None if parent == _ROOT else parent,
                role="user" if message.get("isCreatedByUser") is True else "assistant",
                text=_librechat_text(message),
                model=_text(message.get("model")) or None,
                at=moment(message.get("createdAt")),
            )
        waiting.extend(
            (child, name or above) for child in reversed(listed(message.get("children")))
        )


def _librechat_text(message: JsonObject) -> str:
    if text := _text(message.get("text")):
        return text
    parts: list[str] = []
    for block in map(_object, listed(message.get("content"))):
        value = block.get("text")
        parts.append(_text(value) or _text(_object(value).get("value")))
    return "\n\n".join(part for part in parts if part)


def _parley(item: JsonObject) -> ForeignChat:
    return ForeignChat(
        source="parley",
        id=_text(item.get("id")),
        title=_text(item.get("title")),
        created_at=moment(item.get("created_at")),
        updated_at=moment(item.get("updated_at")),
        messages=[
            ForeignMessage(
                id=_text(each.get("id")),
                parent=_text(each.get("parent_id")) or None,
                role=_role(_text(each.get("role"))),
                text="\n\n".join(
                    _text(part.get("text"))
                    for part in map(_object, listed(each.get("parts")))
                    if part.get("type") == "text"
                ),
                model=_text(each.get("model")) or None,
                at=moment(each.get("created_at")),
            )
            for each in map(_object, listed(item.get("messages")))
        ],
        leaf=_text(item.get("active_leaf_id")) or None,
    )


def _role(name: str) -> Literal["user", "assistant"] | None:
    if name in ("user", "human"):
        return "user"
    return "assistant" if name == "assistant" else None


def _object(value: Json) -> JsonObject:
    return value if isinstance(value, Mapping) else {}


def _text(value: Json) -> str:
    """Half of a pair of surrogates is a letter nowhere."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
