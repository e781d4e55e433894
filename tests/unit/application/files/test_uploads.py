from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import final

import pytest
from typing_extensions import override

from application.ports.file_contents import Content
from application.ports.file_reader import FileReader
from domain.errors import Conflict, Invalid, NotFound
from domain.files.file import CHUNK_BYTES
from domain.files.limits import NoRoom
from domain.files.reading import Reading
from domain.ids import FileId
from tests.file_desk import LIMITS
from tests.unit.application.chat.chat_house import ADA, EVE, House


async def test_a_file_comes_in_pieces_and_is_read_at_the_end() -> None:
    desk = House().desk
    text = ("line\n" * 200_000).encode()

    file = await desk.upload(text, "../notes.md", by=ADA)

    assert (file.name, file.kind, file.media_type) == ("notes.md", "document", "text/markdown")
    assert (file.state, file.received, file.text_length) == ("ready", 1_000_000, 1_000_000)
    opened = await desk.use.read.open(file.id, by=ADA, rendition="original")
    assert b"".join([chunk async for chunk in opened.content]) == text


async def test_an_upload_goes_on_where_it_stopped() -> None:
    desk, size = House().desk, CHUNK_BYTES + 3
    first = await desk.use.start("a.bin", size, by=ADA, key="k")
    await desk.use.receive(first.id, b"\x01" * CHUNK_BYTES, offset=0, by=ADA)

    again = await desk.use.start("a.bin", size, by=ADA, key="k")
    with pytest.raises(Conflict, match="bytes of this file are here"):
        await desk.use.finish(again.id, by=ADA)
    await desk.use.receive(again.id, b"end", offset=again.received, by=ADA)
    done = await desk.use.finish(again.id, by=ADA)

    assert again.id == first.id
    assert again.received == CHUNK_BYTES
    assert done == await desk.use.finish(again.id, by=ADA)


async def test_a_key_is_for_one_file_of_one_person() -> None:
    desk = House().desk
    mine = await desk.use.start("a.bin", 3, by=ADA, key="k")

    with pytest.raises(Conflict, match="used for another file"):
        await desk.use.start("b.bin", 3, by=ADA, key="k")
    theirs = await desk.use.start("a.bin", 3, by=EVE, key="k")

    assert theirs.id != mine.id


async def test_strangers_reach_nothing() -> None:
    desk = House().desk
    started = await desk.use.start("a.bin", 3, by=ADA)
    ready = await desk.upload(b"words", "b.txt", by=ADA)

    for attempt in (
        desk.use.read(ready.id, by=EVE),
        desk.use.read.open(ready.id, by=EVE, rendition="original"),
        desk.use.receive(started.id, b"xyz", offset=0, by=EVE),
        desk.use.finish(started.id, by=EVE),
        desk.use.delete(ready.id, by=EVE),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert await desk.use.read(ready.id, by=ADA) == ready


async def test_nobody_keeps_more_than_their_share() -> None:
    desk = House().desk
    await desk.use.start("a.bin", LIMITS.file_bytes_max, by=ADA)

    with pytest.raises(Invalid, match="larger than 2 MB"):
        await desk.use.start("b.bin", LIMITS.file_bytes_max + 1, by=ADA)
    with pytest.raises(NoRoom, match="more than 3 MB"):
        await desk.use.start("c.bin", LIMITS.file_bytes_max, by=ADA)
    await desk.use.start("d.bin", LIMITS.file_bytes_max, by=EVE)

    assert [each.name for each in await desk.files.of(ADA)] == ["a.bin"]


async def test_what_may_not_be_kept_is_removed_and_said() -> None:
    desk = replace(House().desk, reader=Refusing())

    with pytest.raises(Invalid, match="it unpacks to 4,000 MB"):
        await desk.upload(b"PK", "bomb.docx", by=ADA)

    assert await desk.files.of(ADA) == ()
    assert await desk.contents.owners(after=None, limit=10) == ()


async def test_the_janitor_takes_what_was_given_up_and_what_is_nobodys() -> None:
    house = House()
    desk = house.desk
    kept = await desk.upload(b"words", "kept.txt", by=ADA)
    await desk.use.start("given up.bin", 3, by=ADA)
    await desk.contents.append(Content(file=FileId("nobody")), b"x", offset=0)
    house.clock.advance(timedelta(minutes=59))
    fresh = await desk.use.start("fresh.bin", 3, by=ADA)

    house.clock.advance(timedelta(minutes=2))
    removed = await desk.use.clean()

    assert removed == 2
    assert {each.id for each in await desk.files.of(ADA)} == {kept.id, fresh.id}
    assert await desk.contents.owners(after=None, limit=10) == (kept.id,)
    assert await desk.use.clean() == 0


@final
class Refusing(FileReader):
    @override
    async def read(self, content: AsyncIterator[bytes], *, name: str) -> Reading:
        size = sum([len(chunk) async for chunk in content])
        told = "it unpacks to 4,000 MB"
        return Reading(media_type="x/y", kind="other", size=size, sha256="", refused=told)
