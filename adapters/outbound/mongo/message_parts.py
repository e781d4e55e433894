"""Parts of a message as sub-documents, each tagged with its kind."""

from typing import Final

from pydantic import TypeAdapter

from adapters.outbound.mongo.driver import Document
from domain.conversations.message import MessagePart
from domain.files.attachment import Attachment
from domain.llm.prompt import Document as DocumentPart
from domain.llm.prompt import (
    Image,
    RedactedThinking,
    Refusal,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
)
from domain.tools.run import ToolRun

_KIND_OF: Final[dict[type[MessagePart], str]] = {
    Text: "text",
    Image: "image",
    DocumentPart: "document",
    Attachment: "attachment",
    ToolCall: "tool_call",
    ToolResult: "tool_result",
    ToolRun: "tool_run",
    Thinking: "thinking",
    RedactedThinking: "redacted_thinking",
    Refusal: "refusal",
}
_ADAPTER_OF: Final[dict[str, TypeAdapter[MessagePart]]] = {
    name: TypeAdapter(kind) for kind, name in _KIND_OF.items()
}


def to_document(part: MessagePart) -> Document:
    kind = _KIND_OF[type(part)]
    return {"kind": kind, **_ADAPTER_OF[kind].dump_python(part)}


def from_document(document: Document) -> MessagePart:
    """Sources and results need no tags: all their fields are stored, and no two have the same."""
    return _ADAPTER_OF[document["kind"]].validate_python(document)
