"""Which of OpenAI's formats a body speaks, whatever path it came by (conversion 0.6, A0.1)."""

from collections.abc import Sequence

from domain.json import JsonObject


def asks_as_responses(body: JsonObject) -> bool:
    """Cursor sends such bodies to the endpoint of chat, some with `messages` that hold nothing.

    Messages win where both are given.
    """
    messages, given = body.get("messages"), body.get("input")
    spoken = isinstance(messages, Sequence) and len(messages) > 0
    return not spoken and isinstance(given, Sequence)
