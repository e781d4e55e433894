import httpx2
import pytest
from typing_extensions import override

from adapters.outbound.openai.model import OpenAiProvider, client_for
from application.ports.plain_passages import PlainPassage
from domain.catalog.models import Model
from tests.contracts.language_models import SECRET, Server
from tests.contracts.plain_passages import PlainPassageContract, PlainWay

MODEL = Model(name="m", label="M", provider="p", kind="openai", upstream="up-1")


class _OpenAiWay(PlainWay):
    @override
    def connect(self, server: Server) -> PlainPassage:
        client = client_for(
            api_key=SECRET, base_url="https://vendor.test", transport=httpx2.MockTransport(server)
        )
        return OpenAiProvider(client=client, dialect="openai").plain(MODEL)


class TestOpenAiPlainPassage(PlainPassageContract):
    @pytest.fixture
    def way(self) -> PlainWay:
        return _OpenAiWay()
