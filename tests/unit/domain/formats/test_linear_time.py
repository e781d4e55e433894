"""No stream, no line and no body takes longer than it is long (conversion P22).

Were anything quadratic, these would take minutes.
"""

from collections.abc import Iterator
from typing import Final

import pytest
from hypothesis import settings

from domain.errors import Invalid
from domain.json import Json, JsonObject, write
from domain.llm.events import (
    ArgumentsDelta,
    BlockClosed,
    Finished,
    Started,
    StreamEvent,
    TextDelta,
    TextOpened,
    ThinkingOpened,
    ToolCallOpened,
)
from domain.llm.reply import ReplyFold
from tests.unit.domain.formats.lanes import SOURCES, asked, heard, sent, teller

pytestmark = pytest.mark.exhaustive
_THOROUGH: Final = 100
_LINE_BYTES: Final = 30 * 1024 * 1024


def count() -> int:
    """A thorough run has time for 100,000 deltas."""
    return 100_000 if settings().max_examples >= _THOROUGH else 10_000


def long_answer(deltas: int) -> Iterator[StreamEvent]:
    yield Started(id="i", model="m")
    for index, opening in enumerate((ThinkingOpened, TextOpened)):
        yield opening(index)
        yield from (TextDelta(index, "ab") for _ in range(deltas // 4))
        yield BlockClosed(index)
    yield ToolCallOpened(2, "c", "f")
    yield ArgumentsDelta(2, '{"x":"')
    yield from (ArgumentsDelta(2, "ab") for _ in range(deltas // 2))
    yield ArgumentsDelta(2, '"}')
    yield BlockClosed(2)
    yield Finished(reason="tool_use")


@pytest.mark.parametrize("format", SOURCES)
def test_a_long_stream_is_written_and_read_as_it_comes(format: str) -> None:
    tell, fold = teller(format), ReplyFold()

    for event in heard(format, *map(tell, long_answer(count()))):
        fold.feed(event)

    assert len(fold.reply().text) == count() // 4 * 2
    assert fold.reply().finished is not None


@pytest.mark.parametrize("format", SOURCES)
def test_many_short_blocks_are_no_slower_than_a_long_one(format: str) -> None:
    tell = teller(format)
    events: list[StreamEvent] = [Started(id="i", model="m")]
    for index in range(count() // 10):
        call = ToolCallOpened(index, f"c{index}", "f")
        events += [call, ArgumentsDelta(index, "{}"), BlockClosed(index)]
    events.append(Finished(reason="tool_use"))

    found = sum(isinstance(each, ToolCallOpened) for each in heard(format, *map(tell, events)))

    assert found == count() // 10


@pytest.mark.parametrize("format", SOURCES)
def test_an_endless_line_in_small_pieces_ends_in_time(format: str) -> None:
    piece = b"x" * 65_536
    pieces = [b"data: {", *[piece] * (_LINE_BYTES // len(piece)), b"\n\n"]

    events = list(heard(format, *pieces))

    assert len(events) == 1, "one line of nonsense is one failure"


@pytest.mark.parametrize("format", SOURCES)
def test_a_long_history_is_told_in_time(format: str) -> None:
    turns: list[Json] = [
        {"role": "user", "content": "a"},
        {"role": "assistant", "content": "b"},
    ]
    body: JsonObject = {"model": "m", "messages": turns * (count() // 20), "max_tokens": 9}
    prompt, _ = asked("chat", body)

    told = sent(format, prompt).body

    assert len(write(told)) > count()


@pytest.mark.parametrize("format", SOURCES)
def test_deep_nesting_is_refused_and_not_followed(format: str) -> None:
    deep = b"data: " + b"[" * 100_000 + b"\n\n"

    assert len(list(heard(format, deep))) == 1


def test_a_deep_request_is_refused() -> None:
    deep: Json = []
    for _ in range(5_000):
        deep = [deep]

    with pytest.raises(Invalid):
        asked("chat", {"model": "m", "messages": [{"role": "user", "content": deep}]})
