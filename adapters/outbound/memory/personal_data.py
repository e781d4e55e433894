from collections.abc import Collection
from dataclasses import dataclass
from typing import final

from typing_extensions import override

from adapters.outbound.memory.api_keys import MemoryApiKeys
from adapters.outbound.memory.conversations import MemoryConversations
from adapters.outbound.memory.generations import MemoryGenerations
from adapters.outbound.memory.messages import MemoryMessages
from adapters.outbound.memory.sessions import MemorySessions
from adapters.outbound.memory.users import MemoryUsers
from application.ports.personal_data import PersonalData
from domain.ids import ConversationId, UserId


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryPersonalData(PersonalData):
    users: MemoryUsers
    keys: MemoryApiKeys
    sessions: MemorySessions
    conversations: MemoryConversations
    messages: MemoryMessages
    generations: MemoryGenerations

    @override
    async def erase(self, user: UserId) -> Collection[str]:
        chats = self.conversations.erase(user)
        for chat in chats:
            await self.messages.delete_all(ConversationId(chat))
        others = self.keys.erase(user) | self.sessions.erase(user) | self.generations.erase(user)
        self.users.erase(user)
        return chats | others
