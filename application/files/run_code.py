"""Running a model's code beside the files of a chat, and keeping what it made."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from application.files.keep_file import KeepFile
from application.ports.code_runner import CodeFile, CodeRunner, RanCode
from application.ports.file_contents import Content, FileContents
from application.ports.files import Files
from application.ports.messages import Messages
from domain.errors import DomainError, Invalid, NotFound
from domain.files.attachment import Attachment
from domain.files.file import File
from domain.files.names import clean_name
from domain.ids import ConversationId, UserId

CODE_LENGTH_MAX: Final = 100_000
GIVEN_FILES_MAX: Final = 20
GIVEN_BYTES_MAX: Final = 30_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRun:
    """`files` are those that were kept; `problem` says why others were not."""

    ran: RanCode
    given: tuple[str, ...]
    files: tuple[Attachment, ...]
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCode:
    """The code sees the files of its own chat, the newest first, as far as they fit.

    Raises `Invalid` for code that is too long, `Unavailable` where nothing can run.
    """

    runner: CodeRunner
    files: Files
    contents: FileContents
    messages: Messages
    keep: KeepFile

    async def __call__(
        self, code: str, *, conversation: ConversationId | None, by: UserId
    ) -> KeptRun:
        if len(code) > CODE_LENGTH_MAX:
            raise Invalid(f"code: has more than {CODE_LENGTH_MAX:,} characters")
        given = await self._given(conversation, by)
        ran = await self.runner.run(code, given)
        kept = list[Attachment]()
        problem: str | None = None
        for each in ran.files:
            try:
                file = await self.keep(PurePosixPath(each.name).name, each.data, by=by)
                kept.append(Attachment.of(file))
            except DomainError as error:
                problem = str(error)
        return KeptRun(
            ran=ran, given=tuple(each.name for each in given), files=tuple(kept), problem=problem
        )

    async def _given(self, conversation: ConversationId | None, by: UserId) -> Sequence[CodeFile]:
        if conversation is None:
            return ()
        uses = await self.messages.files_of(conversation)
        ids = tuple(dict.fromkeys(use.file for use in reversed(uses)))
        given = dict[str, CodeFile]()
        room = GIVEN_BYTES_MAX
        for file in (await self.files.several(ids, owner=by))[:GIVEN_FILES_MAX]:
            if file.state != "ready" or file.size > room:
                continue
            try:
                data = await self._data(file)
            except NotFound:  # deleted meanwhile
                continue
            room -= len(data)
            name = _free(clean_name(file.name), given)
            given[name] = CodeFile(name=name, data=data)
        return tuple(given.values())

    async def _data(self, file: File) -> bytes:
        content = self.contents.read(Content(file=file.id))
        return b"".join([chunk async for chunk in content])


def _free(name: str, taken: dict[str, CodeFile]) -> str:
    """The name, with a number where another file has it already."""
    path, number = PurePosixPath(name), 2
    while name in taken:
        name = f"{path.stem} ({number}){path.suffix}"
        number += 1
    return name
