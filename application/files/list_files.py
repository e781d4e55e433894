from collections.abc import Sequence
from dataclasses import dataclass

from application.ports.conversations import Conversations
from application.ports.files import Files
from application.ports.messages import Messages
from domain.conversations.conversation import Conversation
from domain.errors import NotFound
from domain.files.file import File
from domain.files.limits import FileLimits, used
from domain.ids import ConversationId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    file: File
    used_in: tuple[Conversation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFiles:
    """`bytes_used` are of all pages, with what is still on its way."""

    files: Sequence[KeptFile]
    next_cursor: str | None
    bytes_used: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFiles:
    """A page of somebody's files, the newest first, with the chats that they go along with."""

    files: Files
    messages: Messages
    conversations: Conversations
    limits: FileLimits

    async def __call__(self, *, by: UserId, cursor: str | None, limit: int) -> KeptFiles:
        page = await self.files.page(by, cursor=cursor, limit=limit)
        ids = [each.id for each in page.items]
        uses = await self.messages.with_files(ids) if ids else ()
        chats = await self._chats(tuple(dict.fromkeys(use.conversation for use in uses)), by)
        return KeptFiles(
            files=[
                KeptFile(
                    file=file,
                    used_in=tuple(
                        chat
                        for chat in chats
                        if any(use.file == file.id and use.conversation == chat.id for use in uses)
                    ),
                )
                for file in page.items
            ],
            next_cursor=page.next_cursor,
            bytes_used=used(await self.files.of(by)),
        )

    async def _chats(self, ids: Sequence[ConversationId], by: UserId) -> Sequence[Conversation]:
        """Those that are there, and the person's own."""
        found: list[Conversation] = []
        for each in ids:
            try:
                found.append(await self.conversations.get(each, owner=by))
            except NotFound:
                continue
        return found
