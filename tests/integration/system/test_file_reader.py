"""The process that reads files: its bounds, and what is left of it."""

import asyncio
import time
from collections.abc import AsyncIterator

from adapters.outbound.file_reading.process import ProcessFileReader
from tests.documents import bomb, pdf
from tests.pictures import png


async def pieces(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data), 262_144):
        yield data[start : start + 262_144]


async def never() -> AsyncIterator[bytes]:
    yield b"x"
    await asyncio.Event().wait()


async def test_what_is_found_comes_out_of_the_process() -> None:
    reader = ProcessFileReader()

    picture = await reader.read(pieces(png(400, 300)), name="a")
    paper = await reader.read(pieces(pdf("Words")), name="a")

    assert (picture.kind, picture.width, picture.height) == ("picture", 400, 300)
    assert picture.thumbnail is not None
    assert paper.text == "[Page 1]\nWords\n"


async def test_a_bomb_is_refused_before_it_unfolds() -> None:
    data = bomb(200)
    began = time.monotonic()

    found = await ProcessFileReader().read(pieces(data), name="a.docx")

    assert found.refused is not None
    assert time.monotonic() - began < 2
