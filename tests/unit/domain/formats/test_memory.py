"""A provider that never ends a line, or an event, takes no more than 20 MB of memory."""

import tracemalloc
from collections.abc import Callable, Iterable

import pytest

from domain.formats.anthropic_messages.passing import MessagesPassing
from domain.formats.anthropic_messages.stream import StreamDecoder as MessagesDecoder
from domain.formats.gemini.passing import GeneratePassing
from domain.formats.gemini.stream import StreamDecoder as GeminiDecoder
from domain.formats.openai_chat.passing import ChatPassing
from domain.formats.openai_chat.stream import StreamDecoder as ChatDecoder
from domain.formats.passing import Passed

MEGABYTE = 1024 * 1024
READ = 64 * 1024
Feed = Callable[[bytes], Iterable[object]]
WAYS: dict[str, Callable[[], Feed]] = {
    "chat": lambda: ChatDecoder().feed,
    "messages": lambda: MessagesDecoder().feed,
    "gemini": lambda: GeminiDecoder().feed,
    "chat passed": lambda: ChatPassing(wants_usage=True).tap(model="m").feed,
    "messages passed": lambda: MessagesPassing().tap(model="m").feed,
    "gemini passed": lambda: GeneratePassing().tap(model="m").feed,
}
STREAMS = {
    "a line": b'data: {"x":"' + b"x" * 8_180,
    "an event": b"data: x\n" * 1_024,
    "comments": b": x\n" * 2_048,
}


@pytest.mark.exhaustive
@pytest.mark.parametrize("stream", STREAMS)
@pytest.mark.parametrize("way", WAYS)
def test_what_has_no_end_takes_little_memory(way: str, stream: str) -> None:
    feed = WAYS[way]()
    piece = (STREAMS[stream] * (READ // len(STREAMS[stream])))[:READ]
    failed = False
    tracemalloc.start()

    for _ in range(50 * MEGABYTE // len(piece)):
        for told in feed(piece):
            failed = failed or (isinstance(told, Passed) and told.failed) or "Failed" in repr(told)
        if failed:
            break

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert failed
    assert peak <= 20 * MEGABYTE
