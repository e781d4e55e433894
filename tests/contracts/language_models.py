"""What every adapter of a model must do, whatever its vendor's bytes look like."""

from abc import abstractmethod
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from typing import Protocol

import httpx2
import pytest
from typing_extensions import override

from application.ports.language_models import LanguageModel
from domain.ids import RequestId
from domain.llm.events import Failed, FailureKind, StreamEvent
from domain.llm.prompt import Prompt, Refusal, Text, Thinking, ToolCall, Turn
from domain.llm.reply import Reply, ReplyFold
from tests.upstream.answer import Answer, Tokens
from tests.upstream.speech import Dialect

QUESTION = Prompt(turns=(Turn(role="user", parts=(Text(text="Weather?"),)),))
REQUEST = RequestId("req-1")
SECRET = "sk-secret-key-of-ours"
_SSE = {"content-type": "text/event-stream"}
_HTML = b"<!doctype html><html><body>502 Bad Gateway at edge-7.internal</body></html>"
_COUNTED = Tokens(input=9, output=5, cached=3, thinking=2)
Server = Callable[[httpx2.Request], httpx2.Response]
Connect = Callable[[Server], LanguageModel]


class Body(httpx2.AsyncByteStream):
    """Bytes in given pieces; then `error`, if any. Knows whether it was closed."""

    def __init__(self, pieces: Sequence[bytes], error: Exception | None = None) -> None:
        self._pieces, self._error = pieces, error
        self.closed = False

    @override
    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece
        if self._error is not None:
            raise self._error

    @override
    async def aclose(self) -> None:
        self.closed = True


def answering(body: Body | bytes, *, status: int = 200, **headers: str) -> Server:
    given = _SSE | {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(_request: httpx2.Request) -> httpx2.Response:
        if isinstance(body, bytes):
            return httpx2.Response(status, headers=given, content=body)
        return httpx2.Response(status, headers=given, stream=body)

    return answer


def raising(error: Exception) -> Server:
    def answer(_request: httpx2.Request) -> httpx2.Response:
        raise error

    return answer


async def reply_of(stream: AsyncGenerator[tuple[StreamEvent, ...]]) -> Reply:
    """Fold a whole stream; `BrokenStream` when it breaks the law of events."""
    fold = ReplyFold()
    async for events in stream:
        for event in events:
            fold.feed(event)
    assert fold.is_over
    return fold.reply()


class Vendor(Protocol):
    """What a test needs of one adapter."""

    dialect: Dialect

    @abstractmethod
    def connect(self, server: Server) -> LanguageModel:
        """Return the adapter with `SECRET` as its key, on a mock transport to `server`."""


class LanguageModelContract:
    async def _ask(self, vendor: Vendor, server: Server) -> Reply:
        return await reply_of(vendor.connect(server).stream(QUESTION, request=REQUEST))

    async def _hear(self, vendor: Vendor, answer: Answer) -> Reply:
        frames = tuple(vendor.dialect.frames(answer, "m"))
        return await self._ask(vendor, answering(Body(frames)))

    async def _fail(self, vendor: Vendor, server: Server) -> tuple[FailureKind, str]:
        failure = (await self._ask(vendor, server)).failure
        assert failure is not None
        assert SECRET not in failure.message
        assert "http" not in failure.message
        return failure.kind, failure.message

    async def test_text_comes_whole_with_its_count(self, vendor: Vendor) -> None:
        answer = Answer(words=("Hello", " 😀", "\u2028world"), tokens=_COUNTED)

        reply = await self._hear(vendor, answer)

        assert reply.text == "Hello 😀\u2028world"
        assert reply.finished is not None
        assert reply.finished.reason == "end"
        assert reply.usage is not None
        assert (reply.usage.input_uncached, reply.usage.cache_read) == (6, 3)
        assert reply.usage.output == 5

    async def test_bytes_may_be_cut_anywhere(self, vendor: Vendor) -> None:
        whole = b"".join(vendor.dialect.frames(Answer(words=("é", "😀")), "m"))
        drops = tuple(bytes([byte]) for byte in whole)

        reply = await self._ask(vendor, answering(Body(drops)))

        assert reply.text == "é😀"

    async def test_parallel_calls_come_apart(self, vendor: Vendor) -> None:
        reply = await self._hear(vendor, Answer(tools=("weather", "clock"), stop="tools"))

        calls = [part for part in reply.parts if isinstance(part, ToolCall)]
        assert [call.name for call in calls] == ["weather", "clock"]
        assert len({call.id for call in calls}) == 2
        assert "rich" in calls[1].arguments
        assert reply.finished is not None
        assert reply.finished.reason == "tool_use"

    async def test_thinking_stands_before_the_text(self, vendor: Vendor) -> None:
        reply = await self._hear(vendor, Answer(thinking=("Let", " me"), words=("42",)))

        thinking, text = reply.parts
        assert isinstance(thinking, Thinking)
        assert thinking.text == "Let me"
        assert text == Text(text="42")

    async def test_a_refusal_is_told_as_one(self, vendor: Vendor) -> None:
        reply = await self._hear(vendor, Answer(words=("I cannot.",), stop="refusal"))

        assert reply.finished is not None
        refused = any(isinstance(part, Refusal) for part in reply.parts)
        assert refused or reply.finished.reason == "refusal"

    async def test_the_limit_of_length_is_told(self, vendor: Vendor) -> None:
        reply = await self._hear(vendor, Answer(words=("Once",), stop="length"))

        assert reply.finished is not None
        assert reply.finished.reason == "length"

    @pytest.mark.parametrize(
        ("status", "kind"),
        [
            (400, "bad_request"),
            (401, "unauthenticated"),
            (403, "forbidden"),
            (404, "unknown_model"),
            (422, "unprocessable"),
            (429, "rate_limited"),
            (500, "server"),
            (503, "overloaded"),
            (529, "overloaded"),
        ],
    )
    async def test_a_refused_request_is_a_failure_of_its_kind(
        self, vendor: Vendor, status: int, kind: str
    ) -> None:
        error = httpx2.Response(200, json=vendor.dialect.error(status, "no", None)).content
        calls: list[httpx2.Request] = []
        answer = answering(error, status=status)

        def server(request: httpx2.Request) -> httpx2.Response:
            calls.append(request)
            return answer(request)

        assert (await self._fail(vendor, server))[0] == kind
        assert len(calls) == 1

    async def test_an_error_whose_body_breaks_off_is_a_failure(self, vendor: Vendor) -> None:
        broken = Body((b'{"error"',), httpx2.ReadError("reset"))

        kind, _ = await self._fail(vendor, answering(broken, status=500))

        assert kind in {"server", "unreachable"}

    async def test_when_to_come_back_is_told(self, vendor: Vendor) -> None:
        error = httpx2.Response(200, json=vendor.dialect.error(429, "slow down", None)).content

        reply = await self._ask(vendor, answering(error, status=429, retry_after="7"))

        assert reply.failure is not None
        assert reply.failure.retry_after_s == 7

    async def test_a_key_in_an_error_s_message_is_not_shown(self, vendor: Vendor) -> None:
        told = vendor.dialect.error(401, f"bad key {SECRET} see https://vendor.test/keys", None)
        error = httpx2.Response(200, json=told).content

        assert (await self._fail(vendor, answering(error, status=401)))[0] == "unauthenticated"

    @pytest.mark.parametrize(
        ("error", "kind"),
        [
            (httpx2.ConnectError("no route to http://10.0.0.1"), "unreachable"),
            (httpx2.ConnectTimeout("slow"), "timeout"),
            (httpx2.ReadTimeout("slow"), "timeout"),
            (httpx2.RemoteProtocolError("garbage"), "unreachable"),
        ],
    )
    async def test_a_provider_that_is_away_is_a_failure(
        self, vendor: Vendor, error: Exception, kind: str
    ) -> None:
        assert (await self._fail(vendor, raising(error)))[0] == kind

    @pytest.mark.parametrize(
        ("error", "kind"),
        [
            (None, "cut"),
            (httpx2.RemoteProtocolError("peer closed"), "cut"),
            (httpx2.ReadError("reset"), "cut"),
            (httpx2.ReadTimeout("slow"), "timeout"),
        ],
    )
    async def test_an_answer_that_breaks_off_keeps_what_was_said(
        self, vendor: Vendor, error: Exception | None, kind: str
    ) -> None:
        said = Answer(words=("Once", " upon", " a", " time"))
        frames = tuple(vendor.dialect.frames(said, "m"))
        third = next(number for number, each in enumerate(frames) if b'" a"' in each)

        reply = await self._ask(vendor, answering(Body(frames[: third + 1], error)))

        assert reply.failure is not None
        assert reply.failure.kind == kind
        assert reply.text == "Once upon a"

    async def test_an_error_inside_the_answer_is_a_failure(self, vendor: Vendor) -> None:
        frames = list(vendor.dialect.frames(Answer(words=("Once", " upon")), "m"))
        broken = vendor.dialect.error_frame(500, "internal error", None)

        reply = await self._ask(vendor, answering(Body([*frames[:2], broken, *frames[2:]])))

        assert reply.failure is not None
        assert reply.failure.kind == "server"

    async def test_a_web_page_is_not_shown(self, vendor: Vendor) -> None:
        page = answering(_HTML, status=502, content_type="text/html")

        kind, message = await self._fail(vendor, page)

        assert kind == "unreachable"
        assert "<" not in message
        assert "internal" not in message

    @pytest.mark.parametrize("body", [b"", b"data: {nonsense\n\n", b"\xff\xfe\n\n", b"[]"])
    async def test_no_answer_at_all_is_a_failure(self, vendor: Vendor, body: bytes) -> None:
        kind, _ = await self._fail(vendor, answering(body))

        assert kind in {"cut", "malformed"}

    async def test_our_request_s_id_and_the_key_go_along(self, vendor: Vendor) -> None:
        seen: list[httpx2.Request] = []

        def server(request: httpx2.Request) -> httpx2.Response:
            seen.append(request)
            return answering(b"")(request)

        await self._ask(vendor, server)

        (request,) = seen
        assert request.headers["x-request-id"] == REQUEST
        assert any(SECRET in value for value in request.headers.values())
        assert SECRET not in str(request.url)

    async def test_whoever_stops_listening_closes_the_connection(self, vendor: Vendor) -> None:
        body = Body(tuple(vendor.dialect.frames(Answer(words=("Once", " upon")), "m")))
        events = vendor.connect(answering(body)).stream(QUESTION, request=REQUEST)

        first = await anext(events)
        await events.aclose()

        assert not isinstance(first[-1], Failed)
        assert body.closed
