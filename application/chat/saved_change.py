"""Changing a conversation that others change too: look, change, save; look again on conflict."""

from collections.abc import Callable
from typing import Final

from application.ports.conversations import Conversations
from domain.conversations.conversation import Conversation
from domain.errors import Conflict
from domain.ids import ConversationId, UserId

_TRIES: Final = 8


async def save_change(
    conversations: Conversations,
    id: ConversationId,
    change: Callable[[Conversation], Conversation],
    *,
    owner: UserId,
) -> Conversation:
    """Raise `NotFound` when it is gone, `Conflict` when others never let us through."""
    for _ in range(_TRIES - 1):
        conversation = await conversations.get(id, owner=owner)
        changed = change(conversation)
        if changed == conversation:
            return conversation
        try:
            return await conversations.save(changed)
        except Conflict:
            continue
    return await conversations.save(change(await conversations.get(id, owner=owner)))
