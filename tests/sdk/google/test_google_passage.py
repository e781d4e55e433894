from dataclasses import dataclass, field
from typing import Final

import httpx2
import pytest
from typing_extensions import override

from adapters.outbound.google.model import GoogleProvider, client_for
from adapters.outbound.providers.counting import WITHIN
from adapters.outbound.providers.provider import USUAL
from application.ports.language_models import OwnWords, Passage
from domain.catalog.models import Model
from domain.formats.gemini.passing import GeneratePassing
from domain.json import JsonObject, write
from domain.llm.events import Failure
from domain.llm.prompt import Prompt, Text, Turn
from tests.contracts.language_models import REQUEST, SECRET, Server, answering
from tests.contracts.passages import PassageContract, Way
from tests.upstream.gemini import Gemini
from tests.upstream.speech import Dialect

BODY: Final[JsonObject] = {"contents": [{"parts": [{"text": "q"}]}]}
MODEL = Model(name="alias", label="A", provider="g", kind="google", upstream="up-1")


def provider(server: Server) -> GoogleProvider:
    client = client_for(
        api_key=SECRET, base_url="https://vendor.test/", transport=httpx2.MockTransport(server)
    )
    return GoogleProvider(client=client)


@dataclass
class _GoogleWay(Way):
    dialect: Dialect = field(default_factory=Gemini)

    @override
    def connect(self, server: Server) -> Passage:
        return provider(server).passage(MODEL, "gemini")

    @override
    def words(self, *, streamed: bool) -> OwnWords:
        return OwnWords(
            format="gemini",
            passing=GeneratePassing(),
            body=BODY,
            text=write(BODY),
            model="alias",
            streamed=streamed,
            headers={"x-own": "kept", "x-goog-api-key": "theirs"},
        )


class TestGooglePassage(PassageContract):
    @pytest.fixture
    def way(self) -> Way:
        return _GoogleWay()


@pytest.mark.parametrize(
    ("streamed", "method", "read_s"),
    [
        (True, "streamGenerateContent?alt=sse", USUAL.idle_s),
        (False, "generateContent", USUAL.total_s),
    ],
)
async def test_a_stream_and_a_whole_answer_are_asked_for_by_their_methods(
    *, streamed: bool, method: str, read_s: float
) -> None:
    seen: list[httpx2.Request] = []

    def server(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return answering(b"")(request)

    way = _GoogleWay()
    async for _ in way.connect(server).send(way.words(streamed=streamed), request=REQUEST):
        pass

    (request,) = seen
    assert str(request.url) == f"https://vendor.test/v1beta/models/up-1:{method}"
    assert request.extensions["timeout"]["read"] == read_s


PROMPT = Prompt(turns=(Turn(role="user", parts=(Text(text="q"),)),))


async def test_tokens_are_counted_by_google_while_a_client_waits_gladly() -> None:
    seen: list[httpx2.Request] = []

    def server(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return answering(b'{"totalTokens": 31, "cachedContentTokenCount": 2}')(request)

    assert await provider(server).counter(MODEL).count(PROMPT, request=REQUEST) == 31
    assert seen[0].extensions["timeout"]["read"] == WITHIN.total_s


@pytest.mark.parametrize(
    ("raw", "status", "kind"),
    [
        (b"", 200, "malformed"),
        (b'{"totalTokens": true}', 200, "malformed"),
        (b"[1]", 200, "malformed"),
        (b'{"error": {"code": 429, "message": "slow"}}', 429, "rate_limited"),
    ],
)
async def test_a_count_that_google_does_not_say_is_a_failure(
    raw: bytes, status: int, kind: str
) -> None:
    found = (
        await provider(answering(raw, status=status)).counter(MODEL).count(PROMPT, request=REQUEST)
    )

    assert isinstance(found, Failure)
    assert found.kind == kind


@pytest.mark.parametrize(
    ("error", "kind"),
    [(httpx2.ReadTimeout("slow"), "timeout"), (httpx2.ConnectError("gone"), "unreachable")],
)
async def test_a_counter_that_is_not_there_is_a_failure(error: Exception, kind: str) -> None:
    def server(_: httpx2.Request) -> httpx2.Response:
        raise error

    found = await provider(server).counter(MODEL).count(PROMPT, request=REQUEST)

    assert isinstance(found, Failure)
    assert found.kind == kind
