"""What every way to a model for a request as bytes must do, whatever its answer is made of."""

from abc import abstractmethod
from typing import Protocol

import httpx2
import pytest

from application.ports.plain_passages import PlainPassage, PlainRequest
from domain.formats.openai_plain.images import ImagesMeasure
from domain.formats.openai_plain.measures import Measure
from domain.formats.openai_plain.moderations import ModerationMeasure
from domain.formats.openai_plain.speech import SpeechMeasure
from domain.formats.openai_plain.transcriptions import TranscriptionMeasure
from domain.formats.passing import Passed, Piece, Refused
from domain.llm.events import Failed, Finished
from domain.llm.usage import Usage
from tests.contracts.language_models import REQUEST, SECRET, Body, Server, answering, raising
from tests.contracts.passages import raw_of, reply_of
from tests.upstream.openai import OpenAi

JSON = "application/json"
EVENTS = "text/event-stream"
IMAGES = ImagesMeasure(prompt="A cat")
SPEECH = SpeechMeasure(text="Hello", by_characters=True)
TRANSCRIPTION = TranscriptionMeasure(file_bytes=9, by_time=True)
COMPLETED = b'data: {"type":"image_generation.completed","usage":{"output_tokens":7}}\n\n'


class PlainWay(Protocol):
    """What a test needs of one adapter."""

    @abstractmethod
    def connect(self, server: Server) -> PlainPassage:
        """Return the way to the model `up-1` with `SECRET` as its key, to a mock server."""


def a_request(measure: Measure = IMAGES, *, streamed: bool = False) -> PlainRequest:
    return PlainRequest(
        path="/images/generations",
        content=b"{\xff}",
        content_type="x/y; boundary=b",
        measure=measure,
        streamed=streamed,
    )


class PlainPassageContract:
    async def _send(
        self, way: PlainWay, server: Server, measure: Measure = IMAGES, *, streamed: bool = False
    ) -> list[Piece]:
        sending = way.connect(server).send(a_request(measure, streamed=streamed), request=REQUEST)
        return [piece async for piece in sending]

    async def test_the_bytes_go_as_they_are_with_our_key(self, way: PlainWay) -> None:
        seen: list[httpx2.Request] = []

        def server(request: httpx2.Request) -> httpx2.Response:
            seen.append(request)
            return answering(b"{}", content_type=JSON)(request)

        await self._send(way, server)

        (request,) = seen
        assert request.content == b"{\xff}"
        assert request.headers["content-type"] == "x/y; boundary=b"
        assert request.headers["x-request-id"] == REQUEST
        assert request.url.path == "/v1/images/generations"
        assert any(SECRET in value for value in request.headers.values())
        assert SECRET not in str(request.url)

    async def test_json_comes_in_one_piece_with_its_count(self, way: PlainWay) -> None:
        raw = b'{ "data": [1, 2], "usage": {"input_tokens": 3, "output_tokens": 9} }'

        (piece,) = await self._send(way, answering(raw, content_type=JSON))

        assert isinstance(piece, Passed)
        assert (piece.raw, piece.media_type) == (raw, JSON)
        assert reply_of([piece]).usage == Usage(
            input_uncached=3, output=9, output_images=9, images=2
        )

    async def test_sound_comes_as_it_comes(self, way: PlainWay) -> None:
        body = Body([b"\xff\xf3", b"\x00", b"\xff"])

        pieces = await self._send(
            way, answering(body, content_type="audio/mpeg"), SPEECH, streamed=True
        )

        assert [piece.raw for piece in pieces if piece.raw] == [b"\xff\xf3", b"\x00", b"\xff"]
        assert isinstance(pieces[0], Passed)
        assert pieces[0].media_type == "audio/mpeg"
        assert reply_of(pieces).usage == Usage(characters=5)

    async def test_sound_that_is_cut_off_is_a_failure(self, way: PlainWay) -> None:
        body = Body([b"\xff\xf3"], httpx2.RemoteProtocolError("peer closed"))

        pieces = await self._send(
            way, answering(body, content_type="audio/mpeg"), SPEECH, streamed=True
        )

        failure = reply_of(pieces).failure
        assert failure is not None
        assert failure.kind == "cut"
        assert raw_of(pieces) == b"\xff\xf3"

    async def test_events_come_as_they_are_with_their_count(self, way: PlainWay) -> None:
        stream = b": hi\n\nevent: x\n" + COMPLETED + COMPLETED + b"data: [DONE]\n\n"
        body = Body([bytes([each]) for each in stream])

        pieces = await self._send(way, answering(body, content_type=EVENTS), streamed=True)

        reply = reply_of(pieces)
        assert raw_of(pieces) == stream
        assert reply.usage == Usage(output=14, output_images=14, images=2)
        assert isinstance(reply.finished, Finished)

    async def test_a_last_event_may_lack_its_blank_line(self, way: PlainWay) -> None:
        body = Body([COMPLETED.rstrip()])

        pieces = await self._send(way, answering(body, content_type=EVENTS), streamed=True)

        assert isinstance(reply_of(pieces).finished, Finished)
        assert raw_of(pieces) == COMPLETED

    @pytest.mark.parametrize(
        ("stream", "kind"),
        [
            (b"", "cut"),
            (b'data: {"type":"image_generation.partial_image"}\n\n', "cut"),
            (b"data: nonsense\n\n" + COMPLETED, "malformed"),
            (b"data: 7\n\n", "malformed"),
            (b'data: {"error":{"message":"no","code":"rate_limit_exceeded"}}\n\n', "rate_limited"),
            (b'event: error\ndata: {"type":"error","message":"no"}\n\n', "server"),
        ],
    )
    async def test_events_that_do_not_end_well_are_a_failure(
        self, way: PlainWay, stream: bytes, kind: str
    ) -> None:
        pieces = await self._send(
            way, answering(Body([stream]), content_type=EVENTS), streamed=True
        )

        failure = reply_of(pieces).failure
        assert failure is not None
        assert failure.kind == kind

    async def test_a_text_is_an_answer_of_whoever_listens(self, way: PlainWay) -> None:
        raw = b"WEBVTT\n\n00:01.000 --> 00:02.500\nHi\n"

        (piece,) = await self._send(way, answering(raw, content_type="text/vtt"), TRANSCRIPTION)

        assert piece.raw == raw
        assert reply_of([piece]).usage == Usage(audio_ms=2_500, estimated=True)

    async def test_a_text_that_is_cut_off_is_a_failure(self, way: PlainWay) -> None:
        body = Body([b"WEBVTT"], httpx2.ReadError("reset"))

        (piece,) = await self._send(way, answering(body, content_type="text/vtt"), TRANSCRIPTION)

        failure = reply_of([piece]).failure
        assert failure is not None
        assert failure.kind == "cut"

    @pytest.mark.parametrize(
        ("raw", "media_type", "measure"),
        [
            (b"<html>", "text/html", TRANSCRIPTION),
            (b"<html>", "text/html", SPEECH),
            (b"hello", "text/plain", IMAGES),
            (b"\xff\xf3", "audio/mpeg", IMAGES),
            (b"nonsense", JSON, IMAGES),
            (b"[]", JSON, ModerationMeasure(text="")),
            (b"\xff\xfe", JSON, ModerationMeasure(text="")),
            (b"", JSON, TRANSCRIPTION),
            (b"{}", "no type\x7f", IMAGES),
        ],
    )
    async def test_what_nobody_asked_for_is_no_answer(
        self, way: PlainWay, raw: bytes, media_type: str, measure: Measure
    ) -> None:
        (piece,) = await self._send(way, answering(raw, content_type=media_type), measure)

        failure = reply_of([piece]).failure
        assert piece.raw is None
        assert failure is not None
        assert failure.kind == "malformed"

    async def test_a_refusal_comes_in_the_vendor_s_own_words(self, way: PlainWay) -> None:
        raw = str(OpenAi().error(400, "no cats", "moderation_blocked")).replace("'", '"')
        raw = raw.replace("None", "null")

        (piece,) = await self._send(way, answering(raw.encode(), status=400, content_type=JSON))

        assert isinstance(piece, Refused)
        assert (piece.status, piece.raw) == (400, raw.encode())

    @pytest.mark.parametrize(
        ("error", "kind"),
        [
            (httpx2.ConnectTimeout("slow"), "timeout"),
            (httpx2.ReadTimeout("slow"), "timeout"),
            (httpx2.ConnectError("gone"), "unreachable"),
        ],
    )
    async def test_a_provider_that_is_not_there_is_a_failure(
        self, way: PlainWay, error: Exception, kind: str
    ) -> None:
        (piece,) = await self._send(way, raising(error))

        failure = reply_of([piece]).failure
        assert failure is not None
        assert failure.kind == kind

    @pytest.mark.parametrize(
        ("media_type", "measure"), [("audio/mpeg", SPEECH), (EVENTS, IMAGES), (JSON, IMAGES)]
    )
    async def test_whoever_stops_listening_closes_the_connection(
        self, way: PlainWay, media_type: str, measure: Measure
    ) -> None:
        body = Body([b"{}", b" "])
        sending = way.connect(answering(body, content_type=media_type)).send(
            a_request(measure), request=REQUEST
        )

        first = await anext(sending)
        await sending.aclose()

        assert not any(isinstance(event, Failed) for event in first.events)
        assert body.closed
