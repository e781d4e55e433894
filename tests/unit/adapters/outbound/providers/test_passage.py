from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import httpx2
import pytest
from typing_extensions import override

from adapters.outbound.providers.courier import LibraryCourier
from adapters.outbound.providers.passage import HttpPassage
from adapters.outbound.providers.provider import USUAL, http_client
from application.ports.language_models import OwnWords, Passage
from domain.formats.anthropic_messages.passing import MessagesPassing
from domain.formats.openai_chat.passing import ChatPassing
from domain.formats.openai_responses.passing import ResponsesPassing
from domain.formats.parts_reading import FormatName
from domain.formats.passing import Passing
from domain.json import JsonObject, write
from domain.llm.capabilities import Capabilities
from tests.contracts.language_models import SECRET, Server
from tests.contracts.passages import PassageContract, Way
from tests.upstream.anthropic import Anthropic
from tests.upstream.openai import OpenAi
from tests.upstream.responses import Responses
from tests.upstream.speech import Dialect

_BODY: Final[JsonObject] = {"model": "alias", "messages": [{"role": "user", "content": "q"}]}


@dataclass
class _Way(Way):
    dialect: Dialect
    format: FormatName
    passing: Passing
    headers: Mapping[str, str]

    @override
    def connect(self, server: Server) -> Passage:
        return HttpPassage(
            courier=LibraryCourier(http_client(USUAL, httpx2.MockTransport(server))),
            url="https://vendor.test/v1/answers",
            headers=self.headers,
            upstream="up-1",
            standard={"x-own": "standard"},
            capabilities=Capabilities(),
        )

    @override
    def words(self, *, streamed: bool) -> OwnWords:
        return OwnWords(
            format=self.format,
            passing=self.passing,
            body=_BODY,
            text=write(_BODY),
            model="alias",
            streamed=streamed,
            headers={"x-own": "kept", **dict.fromkeys(self.headers, "theirs")},
        )


CHAT = _Way(
    OpenAi(), "openai_chat", ChatPassing(wants_usage=True), {"authorization": f"Bearer {SECRET}"}
)
MESSAGES = _Way(Anthropic(), "anthropic_messages", MessagesPassing(), {"x-api-key": SECRET})


RESPONSES = _Way(
    Responses(),
    "openai_responses",
    ResponsesPassing(),
    {"authorization": f"Bearer {SECRET}"},
)


class TestHttpPassage(PassageContract):
    @pytest.fixture(params=[CHAT, MESSAGES, RESPONSES], ids=["chat", "messages", "responses"])
    def way(self, request: pytest.FixtureRequest) -> Way:
        found: Way = request.param
        return found
