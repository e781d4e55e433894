"""What is the same for every vendor, on an adapter that is made up."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from functools import partial

import httpx2
import pytest

from adapters.outbound.providers.answering import Begun, NoAnswer, answer
from domain.errors import Invalid
from domain.formats.encoded import EncodedRequest
from domain.formats.tool_words import ToolWords
from domain.llm.events import (
    BlockClosed,
    Failed,
    Failure,
    Finished,
    Sent,
    Started,
    StreamEvent,
    TextDelta,
    TextOpened,
)
from domain.llm.prompt import Dropped
from tests.contracts.language_models import reply_of

WORDS = ToolWords(custom=frozenset({"patch"}))


class Letters:
    """Each byte is a letter of the answer."""

    def __init__(self, words: ToolWords) -> None:
        assert words is WORDS
        self._begun = False

    def feed(self, data: bytes) -> tuple[StreamEvent, ...]:
        begun, self._begun = self._begun, True
        opening = () if begun else (Started(id="", model=""), TextOpened(0))
        if data == b"!":
            return (*opening, Failed(Failure(kind="server", message="no more")))
        return (*opening, TextDelta(0, data.decode()))

    def close(self) -> Iterator[StreamEvent]:
        yield BlockClosed(0)
        yield Finished(reason="end")


def encoded() -> EncodedRequest:
    return EncodedRequest(body={"say": "hi"}, words=WORDS)


class Vendor:
    """Says `letters`, then raises `fault`, if any, or falls silent. Knows whether it was left."""

    def __init__(
        self,
        letters: bytes = b"hi",
        *,
        opening: Exception | None = None,
        fault: Exception | None = None,
        silent: bool = False,
    ) -> None:
        self._letters, self._opening, self._fault = letters, opening, fault
        self._silent = silent
        self.bodies = list[object]()
        self.left = False

    def ask(self, encoded: EncodedRequest) -> AbstractAsyncContextManager[Begun]:
        self.bodies.append(encoded.body)
        return self._connection()

    @asynccontextmanager
    async def _connection(self) -> AsyncGenerator[Begun]:
        try:
            if self._opening is not None:
                raise self._opening
            yield Begun(
                partial(anext, self._pieces(), None),
                {"x-ratelimit-limit-requests": "5", "server": "s"},
            )
        finally:
            self.left = True

    async def _pieces(self) -> AsyncGenerator[bytes]:
        for letter in self._letters:
            yield bytes([letter])
        if self._silent:
            await asyncio.Event().wait()
        if self._fault is not None:
            raise self._fault


async def test_what_is_sent_comes_back_as_events() -> None:
    vendor = Vendor()

    reply = await reply_of(answer(encoded, vendor.ask, Letters))

    assert reply.text == "hi"
    assert vendor.bodies == [{"say": "hi"}]
    assert vendor.left


async def test_what_cannot_be_said_to_the_vendor_is_not_sent() -> None:
    vendor = Vendor()

    def refuse() -> EncodedRequest:
        raise Invalid("messages[0]: is impossible")

    reply = await reply_of(answer(refuse, vendor.ask, Letters))

    assert reply.failure == Failure(
        kind="bad_request", message="messages[0]: is impossible", param="messages[0]"
    )
    assert vendor.bodies == []


@pytest.mark.parametrize(
    ("opening", "kind"),
    [
        (NoAnswer(Failure(kind="rate_limited", message="slow down")), "rate_limited"),
        (httpx2.ConnectTimeout("slow"), "timeout"),
        (httpx2.ConnectError("gone"), "unreachable"),
    ],
)
async def test_what_does_not_begin_is_a_failure(opening: Exception, kind: str) -> None:
    vendor = Vendor(opening=opening)

    reply = await reply_of(answer(encoded, vendor.ask, Letters))

    assert reply.failure is not None
    assert reply.failure.kind == kind
    assert reply.text == ""


async def test_what_takes_too_long_keeps_what_was_said() -> None:
    vendor = Vendor(fault=httpx2.ReadTimeout("late"))

    reply = await reply_of(answer(encoded, vendor.ask, Letters))

    assert reply.text == "hi"
    assert reply.failure is not None
    assert reply.failure.kind == "timeout"
    assert vendor.left


async def test_nothing_is_heard_after_a_failure() -> None:
    reply = await reply_of(answer(encoded, Vendor(b"hi!ho").ask, Letters))

    assert reply.text == "hi"
    assert reply.failure is not None
    assert reply.failure.message == "no more"


async def test_a_connection_that_breaks_is_ended_by_the_decoder() -> None:
    vendor = Vendor(fault=httpx2.ReadError("reset"))

    reply = await reply_of(answer(encoded, vendor.ask, Letters))

    assert reply.finished is not None


async def test_whoever_stops_listening_leaves_the_vendor() -> None:
    vendor = Vendor(silent=True)
    events = answer(encoded, vendor.ask, Letters)

    await anext(events)
    await events.aclose()

    assert vendor.left


async def test_what_was_lost_is_told_before_the_vendor_is_asked() -> None:
    vendor, lost = Vendor(), (Dropped(path="seed", reason="no form"),)

    def losing() -> EncodedRequest:
        return replace(encoded(), dropped=lost)

    events = answer(losing, vendor.ask, Letters)

    assert await anext(events) == (Sent(dropped=lost),)
    assert vendor.bodies == []
    (started, *_) = await anext(events)
    await events.aclose()
    assert isinstance(started, Started)
    assert started.dropped == lost


async def test_the_start_tells_what_the_provider_says_of_its_limits() -> None:
    events = answer(encoded, Vendor().ask, Letters)

    (started, *_) = await anext(events)
    await events.aclose()

    assert isinstance(started, Started)
    assert started.limits == (("x-ratelimit-limit-requests", "5"),)
