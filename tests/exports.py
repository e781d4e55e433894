"""Exports of other systems, as small as they can be and still have a branch."""

import io
import json
import zipfile
from typing import Any


def chatgpt(number: int = 1, *, text: str = "Hello") -> dict[str, Any]:
    """A question, an answer through a tool, and another version of the answer, which is shown."""

    def node(id: str, parent: str | None, role: str, said: str, **more: Any) -> dict[str, Any]:
        content = {"content_type": more.pop("kind", "text"), "parts": [said]}
        message = {"id": id, "author": {"role": role}, "content": content, "metadata": {}, **more}
        return {"id": id, "parent": parent, "message": message, "children": []}

    return {
        "title": f"ChatGPT {number}",
        "create_time": 1_700_000_000.5 + number,
        "update_time": 1_700_000_100.0 + number,
        "conversation_id": f"chatgpt-{number}",
        "current_node": "second",
        "mapping": {
            "root": {"id": "root", "parent": None, "message": None, "children": []},
            "system": node("system", "root", "system", ""),
            "question": node("question", "system", "user", f"{text} {number}?"),
            "call": node("call", "question", "assistant", "search(1)", recipient="web"),
            "tool": node("tool", "call", "tool", "found"),
            "first": node("first", "tool", "assistant", "First answer"),
            "second": node("second", "question", "assistant", "Second answer"),
        },
    }


def claude(number: int = 1) -> dict[str, Any]:
    def said(position: int, sender: str, text: str) -> dict[str, Any]:
        return {
            "uuid": f"claude-{number}-{position}",
            "sender": sender,
            "text": text,
            "content": [{"type": "text", "text": text}],
            "created_at": f"2024-05-0{position}T10:00:00.000000Z",
        }

    return {
        "uuid": f"claude-{number}",
        "name": f"Claude {number}",
        "created_at": "2024-05-01T10:00:00.000000Z",
        "updated_at": "2024-05-02T10:00:00.000000Z",
        "chat_messages": [said(1, "human", "Why?"), said(2, "assistant", "Because.")],
    }


def librechat(number: int = 1) -> dict[str, Any]:
    root = "00000000-0000-0000-0000-000000000000"

    def said(id: str, parent: str, mine: bool, text: str) -> dict[str, Any]:
        return {
            "messageId": id,
            "parentMessageId": parent,
            "isCreatedByUser": mine,
            "text": text,
            "createdAt": "2025-01-01T00:00:00.000Z",
        }

    return {
        "conversationId": f"librechat-{number}",
        "title": f"LibreChat {number}",
        "messages": [
            said("a", root, True, "Ask"),
            said("b", "a", False, "One"),
            said("c", "a", False, "Other"),
        ],
    }


def as_json(*chats: dict[str, Any]) -> bytes:
    return json.dumps(chats).encode()


def as_zip(*chats: dict[str, Any], name: str = "conversations.json") -> bytes:
    """As a browser downloads it: with files beside the chats."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("user.json", "{}")
        archive.writestr(name, as_json(*chats))
        archive.writestr("chat.html", "<html>")
    return packed.getvalue()
