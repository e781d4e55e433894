"""Chats of another system, read as they arrive and kept one by one."""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Literal

from application.cancelling import cancel
from application.ports.clock import Clock
from application.ports.conversations import Conversations
from application.ports.ids import NewId
from application.ports.leases import Leases
from application.ports.messages import Messages
from domain.conversations.conversation import TITLE_LENGTH_MAX
from domain.errors import Conflict, Invalid, Unavailable
from domain.ids import ConversationId, UserId
from domain.imports.foreign import ForeignChat, conversation_id, imported
from domain.imports.json_items import ITEM_BYTES_MAX, JsonItems
from domain.imports.sources import chat_of
from domain.imports.unzipping import Unzipping
from domain.json import JsonObject, read

Outcome = Literal["imported", "present", "skipped"]

IMPORT_BYTES_MAX: Final = 1024**3
TOLD_MAX: Final = 5_000
"""Chats that a report names; it counts them all."""
_AT_ONCE: Final = 100
_PIECE: Final = 128 * 1024
_LEASE: Final = timedelta(seconds=15)
"""So long whoever asks again has to wait after an import whose process died."""
_CHATS: Final = re.compile(r"(?:^|/)conversations[^/]*\.json$", re.IGNORECASE)
_ZIP: Final = b"PK\x03\x04"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedChat:
    """`reason` says why one was skipped; `conversation` is there for the others."""

    title: str
    outcome: Outcome
    reason: str = ""
    conversation: ConversationId | None = None


@dataclass(slots=True, kw_only=True)
class ImportReport:
    """What became of every chat; `chats` names the first of them. `problem` ended it early."""

    imported: int = 0
    present: int = 0
    skipped: int = 0
    problem: str = ""
    chats: list[ImportedChat] = field(default_factory=list[ImportedChat])

    def tell(self, chat: ImportedChat) -> None:
        match chat.outcome:
            case "imported":
                self.imported += 1
            case "present":
                self.present += 1
            case "skipped":
                self.skipped += 1
        if len(self.chats) < TOLD_MAX:
            self.chats.append(chat)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportChats:
    """Keep all chats of an export that are not here yet.

    `pieces` are the bytes of a JSON file or of the zip archive that holds it, of any length;
    no more of it is held than one chat. What was kept before a problem stays, and a second try
    goes on from there: a chat has the same name each time. Raises `Conflict` while another
    import of the same person runs, `Invalid` for a file in which nothing at all can be read.
    """

    conversations: Conversations
    messages: Messages
    leases: Leases
    new_id: NewId
    clock: Clock
    renewed_every_s: float = 4.0

    async def __call__(self, pieces: AsyncIterator[bytes], *, by: UserId) -> ImportReport:
        report = ImportReport()
        try:
            async with self._alone(by):
                await self._all(pieces, report, by=by)
        except Invalid as error:
            if not (report.imported or report.present or report.skipped):
                raise
            report.problem = str(error)
        return report

    @asynccontextmanager
    async def _alone(self, by: UserId) -> AsyncGenerator[None]:
        name, holder = f"import:{by}", self.new_id()

        async def renew() -> None:
            while True:
                await asyncio.sleep(self.renewed_every_s)
                with suppress(Unavailable):  # Then nobody else can take it either.
                    await self.leases.take(name, holder=holder, lasting=_LEASE)

        if not await self.leases.take(name, holder=holder, lasting=_LEASE):
            raise Conflict("another import of yours is running; wait until it has ended")
        renewing = asyncio.create_task(renew())
        try:
            yield
        finally:
            await cancel([renewing])
            await self.leases.release(name, holder=holder)

    async def _all(self, pieces: AsyncIterator[bytes], report: ImportReport, *, by: UserId) -> None:
        reading = ExportReading()
        async for piece in pieces:
            for first in range(0, len(piece), _PIECE):
                for item in reading.feed(piece[first : first + _PIECE]):
                    if item is not None:
                        report.tell(await self._one(item, by=by))
                    # Others are served between two chats, and within a long one.
                    await asyncio.sleep(0)
        reading.end()

    async def _one(self, item: bytes | Literal["too long"], *, by: UserId) -> ImportedChat:
        if item == "too long":
            reason = f"it is longer than {ITEM_BYTES_MAX // 1024**2} MB"
            return ImportedChat(title="", outcome="skipped", reason=reason)
        title = ""
        try:
            found = read(item)
            assert isinstance(found, Mapping), "an element begins with a brace"
            title = title_of(found)
            return await self._kept(chat_of(found), by=by)
        except Invalid as error:
            return ImportedChat(title=title, outcome="skipped", reason=str(error))

    async def _kept(self, chat: ForeignChat, *, by: UserId) -> ImportedChat:
        name = conversation_id(chat.source, chat.id, owner=by)
        present = await self.conversations.several([name], owner=by)
        if present:
            return ImportedChat(title=present[0].title, outcome="present", conversation=name)
        made = imported(chat, owner=by, at=self.clock())
        if made is None:
            raise Invalid("there is no text in it")
        await self.messages.delete_all(name)  # of a try that was cut off
        for first in range(0, len(made.messages), _AT_ONCE):
            await self.messages.add_all(made.messages[first : first + _AT_ONCE])
        # The conversation is stored last: an import that was cut off is never seen half.
        kept = await self.conversations.add(made.conversation)
        return ImportedChat(title=kept.title, outcome="imported", conversation=name)


def title_of(item: JsonObject) -> str:
    value = item.get("title") or item.get("name")
    return " ".join(value.split())[:TITLE_LENGTH_MAX] if isinstance(value, str) else ""


@dataclass(slots=True)
class ExportReading:
    """The chats of a file, whichever kind it is, as their JSON. `None` is a breath between."""

    _head: bytes = b""
    _begun: bool = False
    _zip: Unzipping | None = None
    _items: JsonItems | None = None
    _file: str = ""
    _found: bool = False

    def feed(self, piece: bytes) -> Iterator[bytes | Literal["too long"] | None]:
        if not self._begun:
            self._head += piece
            if len(self._head) < len(_ZIP):
                return
            piece, self._head, self._begun = self._head, b"", True
            if piece.startswith(_ZIP):
                self._zip = Unzipping()
            else:
                self._items, self._found = JsonItems(), True
        if self._zip is not None:
            yield from self._unpacked(self._zip, piece)
        elif self._items is not None:
            yield from self._items.feed(piece)
            yield None

    def _unpacked(
        self, archive: Unzipping, piece: bytes
    ) -> Iterator[bytes | Literal["too long"] | None]:
        for name, some in archive.feed(piece):
            if name != self._file:
                self._end_file()
                self._file = name
                self._items = JsonItems() if _CHATS.search(name) else None
            if self._items is not None:
                self._found = True
                yield from self._items.feed(some)
            yield None

    def end(self) -> None:
        """Raises `Invalid` for a file that stops in the middle, or has no chats to look for."""
        if self._zip is not None:
            self._zip.end()
        self._end_file()
        if not self._found:
            missing = "there is no conversations.json in the archive"
            raise Invalid(missing if self._zip else "this file is empty")

    def _end_file(self) -> None:
        if self._items is not None:
            self._items.end()
