"""What every way to a model for a request as it is must do, whatever its format."""

import json
from abc import abstractmethod
from typing import Protocol

import httpx2
import pytest

from application.ports.language_models import OwnWords, Passage
from domain.formats.passing import Passed, Piece, Refused
from domain.json import read
from domain.llm.events import Failed, Finished
from domain.llm.reply import Reply, ReplyFold
from tests.contracts.language_models import REQUEST, SECRET, Body, Server, answering, raising
from tests.upstream.answer import Answer, Tokens
from tests.upstream.speech import Dialect

ANSWER = Answer(words=("Hello", " 😀"), tokens=Tokens(input=9, output=5, cached=3))


class Way(Protocol):
    """What a test needs of one format at one adapter."""

    dialect: Dialect

    @abstractmethod
    def connect(self, server: Server) -> Passage:
        """Return the way to the model `up-1` with `SECRET` as its key, to a mock server."""

    @abstractmethod
    def words(self, *, streamed: bool) -> OwnWords:
        """A request for the model `alias`, with the header `x-own: kept` and a key of theirs."""


def envelope(way: Way, status: int, message: str) -> bytes:
    return json.dumps(way.dialect.error(status, message, None)).encode()


def reply_of(pieces: list[Piece]) -> Reply:
    fold = ReplyFold()
    for piece in pieces:
        for event in piece.events:
            fold.feed(event)
    assert fold.is_over
    return fold.reply()


def raw_of(pieces: list[Piece]) -> bytes:
    return b"".join(piece.raw or b"" for piece in pieces)


class PassageContract:
    async def _send(self, way: Way, server: Server, *, streamed: bool = True) -> list[Piece]:
        sending = way.connect(server).send(way.words(streamed=streamed), request=REQUEST)
        return [piece async for piece in sending]

    async def test_a_stream_goes_through_and_its_meaning_is_known(self, way: Way) -> None:
        frames = tuple(way.dialect.frames(ANSWER, "alias"))

        pieces = await self._send(way, answering(Body(frames)))

        reply = reply_of(pieces)
        assert raw_of(pieces) == b"".join(frames)
        assert reply.text == "Hello 😀"
        assert reply.usage is not None
        assert reply.usage.output == 5

    async def test_the_model_is_called_by_the_client_s_name(self, way: Way) -> None:
        frames = tuple(way.dialect.frames(ANSWER, "up-1"))

        pieces = await self._send(way, answering(Body(frames)))

        assert b"up-1" not in raw_of(pieces)
        assert b"alias" in raw_of(pieces)

    async def test_our_key_goes_along_and_theirs_does_not(self, way: Way) -> None:
        seen: list[httpx2.Request] = []

        def server(request: httpx2.Request) -> httpx2.Response:
            seen.append(request)
            return answering(b"")(request)

        await self._send(way, server)

        (request,) = seen
        assert any(SECRET in value for value in request.headers.values())
        assert not any("theirs" in value for value in request.headers.values())
        assert SECRET not in str(request.url)
        assert request.headers["x-own"] == "kept"
        assert request.headers["x-request-id"] == REQUEST
        told = str(request.url).encode() + request.content
        assert b"up-1" in told
        assert b"alias" not in told

    async def test_a_refusal_comes_in_the_vendor_s_own_words(self, way: Way) -> None:
        raw = envelope(way, 429, "slow down")

        (piece,) = await self._send(way, answering(raw, status=429, content_type="text/json"))

        assert isinstance(piece, Refused)
        assert (piece.status, piece.raw) == (429, raw)
        assert piece.failure.kind == "rate_limited"

    @pytest.mark.parametrize(
        "raw", [b"<html>bad gateway</html>", b"", b"{}", b"[]", b"\xff"], ids=range(5)
    )
    async def test_a_refusal_without_an_envelope_is_told_in_ours(
        self, way: Way, raw: bytes
    ) -> None:
        (piece,) = await self._send(way, answering(raw, status=502))

        assert isinstance(piece, Passed)
        assert piece.raw is None
        assert reply_of([piece]).failure is not None

    async def test_a_refusal_that_tells_a_key_is_not_passed_on(self, way: Way) -> None:
        raw = envelope(way, 401, f"Incorrect API key provided: {SECRET}")

        (piece,) = await self._send(way, answering(raw, status=401))

        failure = reply_of([piece]).failure
        assert piece.raw is None
        assert failure is not None
        assert failure.kind == "unauthenticated"
        assert SECRET not in failure.message

    @pytest.mark.parametrize(
        ("error", "kind"),
        [
            (httpx2.ConnectTimeout("slow"), "timeout"),
            (httpx2.ReadTimeout("slow"), "timeout"),
            (httpx2.ConnectError("gone"), "unreachable"),
        ],
    )
    async def test_a_provider_that_is_not_there_is_a_failure(
        self, way: Way, error: Exception, kind: str
    ) -> None:
        (piece,) = await self._send(way, raising(error))

        failure = reply_of([piece]).failure
        assert piece.raw is None
        assert failure is not None
        assert failure.kind == kind

    async def test_a_stream_that_breaks_keeps_what_was_said(self, way: Way) -> None:
        frames = tuple(way.dialect.frames(ANSWER, "alias"))
        first_word = next(n for n, frame in enumerate(frames) if b"Hello" in frame)
        begun = frames[: first_word + 1]

        pieces = await self._send(way, answering(Body(begun, httpx2.ReadError("reset"))))

        reply = reply_of(pieces)
        assert reply.text == "Hello"
        assert reply.failure is not None

    async def test_a_whole_answer_is_passed_in_one_piece(self, way: Way) -> None:
        raw = json.dumps(way.dialect.whole(ANSWER, "up-1")).encode()

        (piece,) = await self._send(
            way, answering(raw, content_type="application/json"), streamed=False
        )

        assert isinstance(piece, Passed)
        assert piece.raw is not None
        assert isinstance(read(piece.raw), dict)
        assert b"up-1" not in piece.raw
        assert reply_of([piece]).text == "Hello 😀"
        assert isinstance(piece.events[-1], Finished)

    @pytest.mark.parametrize("raw", [b"", b"nonsense", b"[]", b"7"])
    async def test_a_whole_answer_without_sense_is_a_failure(self, way: Way, raw: bytes) -> None:
        (piece,) = await self._send(way, answering(raw), streamed=False)

        failure = reply_of([piece]).failure
        assert piece.raw is None
        assert failure is not None
        assert failure.kind == "malformed"

    async def test_whoever_stops_listening_closes_the_connection(self, way: Way) -> None:
        body = Body(tuple(way.dialect.frames(ANSWER, "alias")))
        sending = way.connect(answering(body)).send(way.words(streamed=True), request=REQUEST)

        first = await anext(sending)
        await sending.aclose()

        assert not any(isinstance(event, Failed) for event in first.events)
        assert body.closed
