"""The process that reads files: its bounds, and what is left of it."""

import asyncio
import resource
import time
from collections.abc import AsyncIterator

import pytest

from adapters.outbound.file_reading.process import ProcessFileReader
from domain.errors import Unavailable
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


async def test_a_bomb_is_refused_quickly_and_in_little_memory() -> None:
    data = bomb(200)
    began = time.monotonic()

    found = await ProcessFileReader().read(pieces(data), name="a.docx")

    assert found.refused is not None
    assert time.monotonic() - began < 2
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 150_000  # in kilobytes


async def test_a_file_that_takes_too_long_is_given_up() -> None:
    found = await ProcessFileReader(seconds=0.5).read(never(), name="a")

    assert (found.problem, found.size) == ("it took too long to read", 1)


async def test_a_file_that_takes_too_much_memory_takes_down_its_process_alone() -> None:
    data = b"words " * 10_000_000

    found = await ProcessFileReader(megabytes=120).read(pieces(data), name="a.txt")

    assert found.problem is not None
    assert "memory" in found.problem
    assert found.size == len(data)


async def test_more_than_can_wait_are_sent_away() -> None:
    reader = ProcessFileReader(parallel=1, waiting=0)
    first = asyncio.create_task(reader.read(pieces(b"words"), name="a"))
    await asyncio.sleep(0)

    with pytest.raises(Unavailable):
        await reader.read(pieces(b"words"), name="b")

    assert (await first).text == "words"
