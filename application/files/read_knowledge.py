from collections.abc import Sequence
from dataclasses import dataclass

from application.ports.file_contents import Content, FileContents
from application.ports.files import Files
from domain.errors import NotFound
from domain.files.file import File
from domain.files.knowledge import Knowledge, is_searched, portions, told
from domain.ids import FileId, UserId
from domain.llm.capabilities import Capabilities


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadKnowledge:
    """Files behind a project or an agent, for the model that answers there.

    Whose they are is known since they were chosen; those that are gone are left out.
    """

    files: Files
    contents: FileContents

    async def told(self, knowledge: Sequence[Knowledge], what: str, *, can: Capabilities) -> str:
        """What the model is told of them, as those of the `what`; nothing where there is none."""
        there = {file.id for file in await self.found(knowledge)}
        known = [each for each in knowledge if each.file in there]
        texts = [
            (each.attachment, (await self._text(each.file))[:length] if length else "")
            for each, length in zip(known, portions(known, can), strict=True)
        ]
        return told(texts, what, searched=is_searched(known, can))

    async def found(self, knowledge: Sequence[Knowledge]) -> Sequence[File]:
        """Those that are still there, in their order."""
        owners = dict.fromkeys(each.owner for each in knowledge)
        files: dict[FileId, File] = {}
        for owner in owners:
            ids = [each.file for each in knowledge if each.owner == owner]
            files |= {file.id: file for file in await self.files.several(ids, owner=owner)}
        return [files[each.file] for each in knowledge if each.file in files]

    async def _text(self, id: FileId) -> str:
        content = self.contents.read(Content(file=id, rendition="text"))
        try:
            return b"".join([chunk async for chunk in content]).decode()
        except NotFound:  # deleted at this moment
            return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseKnowledge:
    """Which files shall stand behind something, by their ids.

    Raises `NotFound` for a file that is not there for who chooses, `Invalid` for one without
    text, `Conflict` for one that is still on its way.
    """

    files: Files

    async def __call__(
        self, ids: Sequence[FileId], *, before: Sequence[Knowledge], by: UserId
    ) -> tuple[Knowledge, ...]:
        """Those that stood there `before` stay as they were, whoever chose them."""
        known = {each.file: each for each in before}
        return tuple(
            [known.get(each) or Knowledge.of(await self.files.get(each, owner=by)) for each in ids]
        )
