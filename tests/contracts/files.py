"""What every store of files must do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from application.ports.file_contents import Content, FileContents
from application.ports.files import Files
from application.ports.passage_vectors import PassageVectors
from domain.errors import Conflict, Invalid, NotFound
from domain.files.file import CHUNK_BYTES
from domain.ids import FileId
from tests.builders import ADA, EVE, NOON, a_file

ONE, TWO, THREE = FileId("f1"), FileId("f2"), FileId("f3")
HOUR = timedelta(hours=1)


class FilesContract:
    async def test_a_file_comes_back_as_saved(self, files: Files) -> None:
        saved = await files.add(a_file("f1", state="ready", text_length=7))

        assert saved.version == 1
        assert await files.get(ONE, owner=ADA) == saved

    async def test_an_id_is_taken_once(self, files: Files) -> None:
        await files.add(a_file("f1"))

        with pytest.raises(Conflict):
            await files.add(a_file("f1", name="other.txt"))

    async def test_a_strangers_file_is_not_there(self, files: Files) -> None:
        saved = await files.add(a_file("f1"))

        with pytest.raises(NotFound, match="no file 'f1'"):
            await files.get(ONE, owner=EVE)
        await files.delete(ONE, owner=EVE)
        assert await files.several([ONE], owner=EVE) == ()
        assert await files.of(EVE) == ()
        assert (await files.page(EVE, cursor=None, limit=10)).items == ()
        assert await files.get(ONE, owner=ADA) == saved

    async def test_a_save_of_an_old_version_is_a_conflict(self, files: Files) -> None:
        first = await files.add(a_file("f1"))
        second = await files.save(first.take(5, at=NOON))

        with pytest.raises(Conflict):
            await files.save(first.take(5, at=NOON))
        assert await files.get(ONE, owner=ADA) == second

    async def test_several_come_in_the_order_asked_for(self, files: Files) -> None:
        one, two = await files.add(a_file("f1")), await files.add(a_file("f2"))

        found = await files.several([TWO, THREE, ONE, TWO], owner=ADA)

        assert found == (two, one, two)

    async def test_pages_go_from_the_newest_to_the_oldest(self, files: Files) -> None:
        for at, name in enumerate(("f1", "f2", "f3")):
            await files.add(a_file(name, created_at=NOON + at * HOUR))

        first = await files.page(ADA, cursor=None, limit=2)
        second = await files.page(ADA, cursor=first.next_cursor, limit=2)

        assert [each.id for each in (*first.items, *second.items)] == [THREE, TWO, ONE]
        assert second.next_cursor is None
        with pytest.raises(Invalid):
            await files.page(ADA, cursor="!", limit=2)

    async def test_everybodys_forgotten_uploads_are_found(self, files: Files) -> None:
        await files.add(a_file("f1"))
        await files.add(a_file("f2", owner=EVE))
        await files.add(replace(a_file("f3"), touched_at=NOON + HOUR))
        await files.add(a_file("f4", state="ready"))

        found = await files.unfinished(before=NOON + HOUR)

        assert {each.id for each in found} == {ONE, TWO}

    async def test_ids_without_a_file_are_missing(self, files: Files) -> None:
        await files.add(a_file("f1", owner=EVE))

        assert await files.missing([ONE, TWO]) == (TWO,)

    async def test_what_is_deleted_is_gone(self, files: Files) -> None:
        await files.add(a_file("f1"))

        await files.delete(ONE, owner=ADA)
        await files.delete(ONE, owner=ADA)

        assert await files.of(ADA) == ()


class FileContentsContract:
    async def test_bytes_come_back_chunk_by_chunk(self, contents: FileContents) -> None:
        whole = bytes(range(256)) * (CHUNK_BYTES // 256) * 5 + b"end"
        at = 3 * CHUNK_BYTES
        await contents.append(Content(file=ONE), whole[:at], offset=0)
        await contents.append(Content(file=ONE), whole[at:], offset=at)

        chunks = [chunk async for chunk in contents.read(Content(file=ONE))]

        assert b"".join(chunks) == whole
        assert max(len(chunk) for chunk in chunks) == CHUNK_BYTES

    async def test_what_is_there_stays_as_it_is(self, contents: FileContents) -> None:
        await contents.append(Content(file=ONE), b"first", offset=0)
        await contents.append(Content(file=ONE), b"other", offset=0)

        assert await read(contents, Content(file=ONE)) == b"first"

    async def test_renditions_lie_apart_and_go_together(self, contents: FileContents) -> None:
        text = Content(file=ONE, rendition="text")
        await contents.append(Content(file=ONE), b"bytes", offset=0)
        await contents.append(text, b"words", offset=0)
        await contents.append(Content(file=TWO), b"others", offset=0)
        assert await read(contents, text) == b"words"

        await contents.delete(ONE)
        await contents.delete(ONE)

        for content in (Content(file=ONE), text):
            with pytest.raises(NotFound):
                await read(contents, content)
        assert await read(contents, Content(file=TWO)) == b"others"

    async def test_owners_of_bytes_are_listed_page_by_page(self, contents: FileContents) -> None:
        for file in (TWO, ONE, THREE):
            await contents.append(Content(file=file), b"x", offset=0)
            await contents.append(Content(file=file, rendition="text"), b"x", offset=0)

        found: list[FileId] = []
        while page := await contents.owners(after=found[-1] if found else None, limit=2):
            found.extend(page)

        assert found == [ONE, TWO, THREE]


class PassageVectorsContract:
    async def test_vectors_come_back_by_number_and_stay(self, vectors: PassageVectors) -> None:
        await vectors.keep(ONE, {0: (0.5, -0.25), 7: (1.0, 0.0)})
        await vectors.keep(ONE, {0: (0.0, 1.0), 8: (0.0, -1.0)})
        await vectors.keep(TWO, {0: (1.0, 1.0)})
        await vectors.keep(TWO, {})

        assert await vectors.of(ONE) == {0: (0.5, -0.25), 7: (1.0, 0.0), 8: (0.0, -1.0)}
        assert await vectors.of(THREE) == {}

    async def test_a_file_s_go_with_it(self, vectors: PassageVectors) -> None:
        await vectors.keep(ONE, {0: (1.0,)})
        await vectors.keep(TWO, {0: (1.0,)})

        await vectors.delete(ONE)
        await vectors.delete(ONE)

        assert await vectors.of(ONE) == {}
        assert await vectors.of(TWO) == {0: (1.0,)}


async def read(contents: FileContents, content: Content) -> bytes:
    return b"".join([chunk async for chunk in contents.read(content)])
