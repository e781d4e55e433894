"""Mail that goes nowhere: where no server is set, each letter is a file that the operator reads."""

import asyncio
import os
from pathlib import Path
from typing import final

from typing_extensions import override

from adapters.outbound.post.message import message_of
from application.ports.clock import Clock
from application.ports.ids import NewId
from application.ports.post import Letter, Post
from domain.errors import Unavailable


@final
class FolderPost(Post):
    """Readable by its owner alone: links in letters open accounts."""

    def __init__(self, folder: Path, *, sender: str, new_id: NewId, clock: Clock) -> None:
        self._folder = folder
        self._sender = sender
        self._new_id = new_id
        self._clock = clock

    @override
    async def send(self, letter: Letter) -> None:
        whole = bytes(message_of(letter, sender=self._sender, at=self._clock()))
        try:
            await asyncio.to_thread(self._write, whole)
        except OSError as error:
            raise Unavailable(f"mail could not be written ({error.strerror})") from error

    def _write(self, whole: bytes) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / f"{self._new_id()}.eml"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(whole)
