import pytest

from domain.errors import Invalid
from domain.formats.sse import LINE_BYTES_MAX, FrameCutter, SseEvent, SseReader, frame

TEXT = (
    "\ufeff: hello\n"
    "event: one\ndata: é😀\ndata:  b\nid: 7\n\n"
    "\n"
    "event: nothing\n\n"
    "retry: 5\ndata:a\u2028b\x0b\x85c\n\n"
    "data\n\n"
)
EVENTS = [
    SseEvent(data="é😀\n b", event="one", id="7"),
    SseEvent(data="a\u2028b\x0b\x85c"),
    SseEvent(data=""),
]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_stream_may_be_cut_anywhere(end: str) -> None:
    sent = TEXT.replace("\n", end).encode()

    for cut in range(len(sent)):
        reader = SseReader()
        assert [*reader.feed(sent[:cut]), *reader.feed(sent[cut:]), *reader.close()] == EVENTS


def test_bytes_may_come_one_by_one() -> None:
    reader = SseReader()

    events = [event for byte in TEXT.encode() for event in reader.feed(bytes([byte]))]

    assert events == EVENTS


def test_a_last_event_without_its_blank_line_is_offered() -> None:
    reader = SseReader()

    assert list(reader.feed(b"event: e\ndata: x")) == []
    assert list(reader.close()) == [SseEvent(data="x", event="e")]
    assert list(reader.close()) == []


def test_broken_characters_are_replaced() -> None:
    assert list(SseReader().feed(b"data: \xff\n\n")) == [SseEvent(data="\ufffd")]


def test_a_line_without_end_is_refused() -> None:
    reader = SseReader()

    with pytest.raises(Invalid, match="a line of more than"):
        list(reader.feed(b"x" * (LINE_BYTES_MAX + 1)))


def test_a_long_line_in_many_pieces_takes_linear_time() -> None:
    reader = SseReader()

    events = [event for _ in range(30) for event in reader.feed(b"data: " + b"x" * 100_000)]
    events += reader.feed(b"\n\n" + b"data: y\n\n" * 20_000)

    assert len(events) == 20_001
    assert len(events[0].data) > 3_000_000


def test_a_frame_is_read_as_it_was_written() -> None:
    sent = frame("{}", event="ping") + frame("😀")

    assert sent == "event: ping\ndata: {}\n\ndata: 😀\n\n".encode()
    assert list(SseReader().feed(sent)) == [
        SseEvent(data="{}", event="ping"),
        SseEvent(data="😀"),
    ]


def test_what_stands_between_the_events_is_kept_apart() -> None:
    sent = b'data: a\n{\n "x": 1\n}\n\ndata: b\n\n{"y":2}'

    assert events_of([sent]) == [
        SseEvent(data="a"),
        SseEvent(data='{\n "x": 1\n}', bare=True),
        SseEvent(data="b"),
    ]


def test_half_a_character_never_breaks_a_frame() -> None:
    assert frame("\ud83d") == b"data: ?\n\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_stream_is_cut_into_its_events_byte_for_byte(end: str) -> None:
    sent = TEXT.replace("\n", end).encode()

    for cut in range(len(sent)):
        cutter = FrameCutter()
        pieces = [*cutter.feed(sent[:cut]), *cutter.feed(sent[cut:]), cutter.close()]
        assert b"".join(pieces) == sent
        assert events_of(pieces) == EVENTS


def test_each_piece_holds_one_event() -> None:
    cutter = FrameCutter()

    assert list(cutter.feed(b"data: a\r\n\r\n: b\n\ndata: c\n")) == [
        b"data: a\r\n\r\n",
        b": b\n\n",
    ]
    assert cutter.close() == b"data: c\n"
    assert cutter.close() == b""


@pytest.mark.exhaustive
def test_an_endless_event_is_refused() -> None:
    cutter = FrameCutter()
    lines = (b"data: " + b"x" * 1024 * 1024 + b"\n") * (LINE_BYTES_MAX // 1024 // 1024)

    with pytest.raises(Invalid, match="an event of more than"):
        list(cutter.feed(lines))


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    "line", [b"data: x\n", b"data: " + b"x" * 100_000 + b"\n", b"event: x\n"], ids=range(3)
)
def test_lines_without_end_are_refused(line: bytes) -> None:
    with pytest.raises(Invalid, match="an event of more than"):
        list(SseReader().feed(line * (1 + LINE_BYTES_MAX // len(line))))


def events_of(pieces: list[bytes]) -> list[SseEvent]:
    reader = SseReader()
    return [event for piece in pieces for event in reader.feed(piece)]
