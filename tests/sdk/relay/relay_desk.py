"""The relay put together as it is, with one key, and providers whose bytes a test writes."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx2
import openai
from anthropic import AsyncAnthropic
from fastapi import FastAPI
from google import genai
from google.genai.types import HttpOptions

from adapters.inbound.http.shutdown import Shutdown
from adapters.inbound.relay.app import create_app
from adapters.inbound.relay.showing import ToAnthropicClients
from adapters.inbound.relay.use_cases import RelayUseCases
from adapters.outbound.anthropic import model as anthropic_model
from adapters.outbound.google import model as google_model
from adapters.outbound.memory.agents import MemoryAgents
from adapters.outbound.memory.api_keys import MemoryApiKeys
from adapters.outbound.memory.carried_reasoning import MemoryCarriedReasoning
from adapters.outbound.memory.catalog import StaticModelCatalog
from adapters.outbound.memory.file_contents import MemoryFileContents
from adapters.outbound.memory.files import MemoryFiles
from adapters.outbound.memory.kept_answers import MemoryKeptAnswers
from adapters.outbound.memory.leases import MemoryLeases
from adapters.outbound.memory.provider_keys import MemoryProviderKeys
from adapters.outbound.memory.response_cache import MemoryResponseCache
from adapters.outbound.memory.stop_signals import MemoryStopSignals
from adapters.outbound.memory.teams import MemoryTeams
from adapters.outbound.memory.users import MemoryUsers
from adapters.outbound.openai import model as openai_model
from adapters.outbound.prices.genai import prices_of
from adapters.outbound.providers.registry import ConfiguredLanguageModels
from adapters.outbound.system.ids import new_id
from application.agents.agent_access import AgentAccess
from application.agents.agent_loop import AgentLoop
from application.agents.answerers import Answerers
from application.agents.prepare_agent import PrepareAgent
from application.agents.read_agents import ListAgents
from application.agents.run_tool import RunTool
from application.agents.toolbox import Toolbox
from application.allowing import Allowing
from application.embed import Embed
from application.files.read_knowledge import ReadKnowledge
from application.granted_models import GrantedModels
from application.metering import Metering
from application.ports.agents import Agents
from application.ports.carried_reasoning import CarriedReasoning
from application.read_grants import ReadGrants, RememberedAccess
from application.relay.admit_key import AdmitKey
from application.relay.ask_agent import AskAgent
from application.relay.ask_model import AskModel
from application.relay.background_answers import BackgroundAnswers
from application.relay.carry_reasoning import CarryReasoning
from application.relay.count_tokens import CountTokens
from application.relay.forget_answer import ForgetAnswer
from application.relay.keep_answer import KeepAnswer
from application.relay.pass_plainly import PassPlainly
from application.relay.read_answer import ReadAnswer
from application.relay.recall_conversation import RecallConversation
from application.relay.reuse_answers import ReuseAnswers
from application.relay.stop_answer import StopAnswer
from domain.accounts.access import ReasoningShown, Scope
from domain.accounts.api_key import ApiKey, digest_of, write_key
from domain.accounts.team import Team
from domain.allowances.terms import Budget, Limits
from domain.catalog.models import Catalog, Model
from domain.formats.request_limits import RequestLimits
from domain.ids import KeyId
from domain.llm.capability_table import capabilities_of
from domain.llm.tasks import Task, tasks_of
from domain.transactions.money import NanoUsd
from domain.transactions.price import Price
from domain.transactions.transaction import Transaction
from tests.allowing import allowing
from tests.books import BookkeepingDesk
from tests.builders import a_team
from tests.clock import FakeClock
from tests.routing import routing
from tests.upstream.answer import answer_to
from tests.upstream.anthropic import Anthropic
from tests.upstream.embeddings import embedding_asked, embeddings_of
from tests.upstream.gemini import Gemini
from tests.upstream.mode import Mode
from tests.upstream.openai import OpenAi
from tests.upstream.plain import plain_question, said_to
from tests.upstream.responses import Responses
from tests.upstream.speech import Dialect

PEPPER = b"p" * 32
KEY = write_key(KeyId("k1234567890"), "s" * 40)
PRICE = Price(
    input=NanoUsd(150_000_000),
    output=NanoUsd(600_000_000),
    cache_read=NanoUsd(75_000_000),
    cache_write_5m=NanoUsd(150_000_000),
    cache_write_1h=NanoUsd(150_000_000),
    source="test",
)
PIXEL = "data:image/png;base64,iVBORw0KGgo="
PLAIN_MODELS = (
    "gpt-image-1",
    "dall-e-3",
    "gpt-4o-mini-tts",
    "tts-1",
    "gpt-4o-transcribe",
    "whisper-1",
    "omni-moderation-latest",
)
LISTED = datetime(2026, 11, 22, tzinfo=UTC)


def _plain(upstream: str, tasks: tuple[Task, ...]) -> Model:
    """`my-<upstream>`, at its list price of that day."""
    return Model(
        name=f"my-{upstream}",
        label=upstream,
        provider="acme",
        kind="openai",
        upstream=upstream,
        tasks=tasks,
        later_prices=tuple(prices_of("openai", upstream, LISTED)),
    ).at(LISTED)


MODELS = Catalog(
    models=(
        Model(
            name="house",
            label="House",
            provider="acme",
            kind="openai",
            upstream="up-1",
            aliases=("gpt-house",),
            price=PRICE,
            format="openai_chat",
        ),
        Model(
            name="claude-house",
            label="Claude of the house",
            provider="anthropic",
            kind="anthropic",
            upstream="claude-sonnet-4-5",
            price=PRICE,
            capabilities=capabilities_of("claude-sonnet-4-5", "anthropic"),
        ),
        Model(
            name="gemini-house",
            label="Gemini of the house",
            provider="google",
            kind="google",
            upstream="gemini-3-pro",
            price=PRICE,
            capabilities=capabilities_of("gemini-3-pro", "google"),
        ),
        Model(
            name="responses-house",
            label="House, in responses",
            provider="acme",
            kind="openai",
            upstream="up-1",
            price=PRICE,
            capabilities=capabilities_of("gpt-5.5", "openai"),
            format="openai_responses",
        ),
        Model(
            name="deep-house",
            label="A server that wants its reasoning back",
            provider="deep",
            kind="openai_compatible",
            upstream="deepseek-v4-pro",
            price=PRICE,
            capabilities=capabilities_of("deepseek-v4-pro", "openai_compatible"),
        ),
    )
)
EVERY_MODEL = Catalog(
    models=(
        *MODELS.models,
        Model(
            name="embed-house",
            label="Embeddings of the house",
            provider="acme",
            kind="openai",
            upstream="fake-embed",
            aliases=("embeddings",),
            price=PRICE,
            tasks=("embeddings",),
        ),
        Model(
            name="gemini-embed-house",
            label="Gemini's embeddings of the house",
            provider="google",
            kind="google",
            upstream="gemini-embedding-001",
            price=PRICE,
            tasks=("embeddings",),
        ),
        *(_plain(upstream, tasks_of(upstream, "openai")) for upstream in PLAIN_MODELS),
    )
)
FORMATS = ("house", "claude-house", "gemini-house", "responses-house")
"""One model of each upstream format."""
Provider = Callable[[httpx2.Request], httpx2.Response]


def streaming(text: str) -> Provider:
    def answer(_: httpx2.Request) -> httpx2.Response:
        headers = {"content-type": "text/event-stream"}
        return httpx2.Response(200, content=text.encode(), headers=headers)

    return answer


def speaking(model: str, mode: Mode | None = None) -> Provider:
    """Answers as the fake upstream's `model` does, in the dialect in which it is asked."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        question = plain_question(
            request.url.path, request.headers.get("content-type", ""), request.content
        )
        if question is not None:
            said = said_to(question, mode or Mode())
            return httpx2.Response(
                200, content=b"".join(said.pieces), headers={"content-type": said.media_type}
            )
        asked = embedding_asked(request.url.path, request.content)
        if asked is not None:
            return httpx2.Response(200, json=embeddings_of(asked, mode or Mode()))
        dialect, stream = _addressed(request)
        spoken = answer_to(model, json.loads(request.content), mode or Mode())
        if stream:
            content = b"".join(dialect.frames(spoken, "up-1"))
            return httpx2.Response(
                200, content=content, headers={"content-type": "text/event-stream"}
            )
        return httpx2.Response(200, json=dialect.whole(spoken, "up-1"))

    return answer


def refusing(status: int, message: str, **headers: str) -> Provider:
    """Refuses in the dialect in which it is asked."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        dialect, _ = _addressed(request)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx2.Response(status, json=dialect.error(status, message, None), headers=given)

    return answer


def _addressed(request: httpx2.Request) -> tuple[Dialect, bool]:
    path = request.url.path
    if path.endswith("/embeddings") or re.search("/images/|/audio/|/moderations", path):
        return OpenAi(), False
    if path.endswith("/chat/completions"):
        return OpenAi(), bool(json.loads(request.content).get("stream"))
    if path.endswith("/responses"):
        return Responses(), bool(json.loads(request.content).get("stream"))
    if path.endswith("/messages"):
        return Anthropic(), bool(json.loads(request.content).get("stream"))
    return Gemini(), path.endswith(":streamGenerateContent")


@dataclass
class Desk:
    """The relay with one key, a model of each format and a scripted provider behind all of them."""

    answer: Provider
    books: BookkeepingDesk = field(default_factory=BookkeepingDesk)
    agents: Agents = field(default_factory=MemoryAgents)
    answers: MemoryKeptAnswers = field(default_factory=MemoryKeptAnswers)
    carried: CarriedReasoning = field(
        default_factory=lambda: MemoryCarriedReasoning(clock=FakeClock())
    )
    allowing: Allowing = field(default_factory=allowing)
    limits: Limits = field(default_factory=Limits)
    budgets: tuple[Budget, ...] = ()
    scope: Scope = field(default_factory=Scope)
    team: Team = field(default_factory=a_team)
    models: Catalog = MODELS
    requests: RequestLimits = field(default_factory=RequestLimits)
    reasoning: ReasoningShown = "reasoning_content"
    to_anthropic_clients: ToAnthropicClients = "signed"
    asked: list[httpx2.Request] = field(default_factory=list[httpx2.Request])
    leases: MemoryLeases = field(default_factory=lambda: MemoryLeases(clock=FakeClock()))
    background: BackgroundAnswers = field(init=False)

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        return self.answer(request)

    async def app(self) -> FastAPI:
        clock, keys, users = FakeClock(), MemoryApiKeys(), MemoryUsers()
        teams = MemoryTeams()
        await teams.add(self.team)
        await keys.add(
            ApiKey(
                id=KeyId("k1234567890"),
                name="laptop",
                user=None,
                team=self.team.id,
                digest=digest_of(KEY, pepper=PEPPER),
                last4="0000",
                created_at=clock(),
                scope=self.scope,
                limits=self.limits,
                budgets=self.budgets,
                reasoning=self.reasoning,
            )
        )
        providers = self._providers()
        catalog = StaticModelCatalog(self.models)
        access = RememberedAccess(
            ReadGrants(keys=keys, users=users, teams=teams, provider_keys=MemoryProviderKeys()),
            clock=clock,
        )
        metering = Metering(
            routing=routing(self.models.models),
            models=providers,
            access=access,
            allowing=self.allowing,
            bookkeeper=self.books.bookkeeper,
            clock=clock,
            stopwatch=lambda: 0.0,
        )
        read_answer = ReadAnswer(answers=self.answers, leases=self.leases)
        stop_signals = MemoryStopSignals()
        self.background = BackgroundAnswers(
            answers=self.answers, leases=self.leases, stop_signals=stop_signals, worker="w1"
        )
        use = RelayUseCases(
            access=access,
            granted_models=GrantedModels(catalog=catalog, access=access),
            admit_key=AdmitKey(keys=keys, users=users, clock=clock, pepper=PEPPER),
            answers=self.answers,
            keep_answer=KeepAnswer(answers=self.answers),
            read_answer=read_answer,
            stop_answer=StopAnswer(read_answer=read_answer, stop_signals=stop_signals),
            forget_answer=ForgetAnswer(answers=self.answers, stop_signals=stop_signals),
            background=self.background,
            reuse_answers=ReuseAnswers(
                cache=MemoryResponseCache(clock=clock),
                leases=MemoryLeases(clock=clock),
                catalog=catalog,
                access=access,
                metering=metering,
            ),
            recall_conversation=RecallConversation(answers=self.answers),
            ask_model=AskModel(
                catalog=catalog,
                metering=metering,
                passages=providers,
                carry_reasoning=CarryReasoning(store=self.carried),
            ),
            ask_agent=AskAgent(
                answerers=Answerers(
                    catalog=catalog, access=AgentAccess(agents=self.agents, teams=teams)
                ),
                prepare=PrepareAgent(
                    toolbox=Toolbox(),
                    knowledge=ReadKnowledge(files=MemoryFiles(), contents=MemoryFileContents()),
                    users=users,
                    clock=clock,
                ),
                loop=AgentLoop(
                    metering=metering,
                    run_tool=RunTool(stopwatch=lambda: 0.0, report=lambda _tool, _error: None),
                    stopwatch=lambda: 0.0,
                ),
            ),
            list_agents=ListAgents(access=AgentAccess(agents=self.agents, teams=teams)),
            count_tokens=CountTokens(catalog=catalog, access=access, counters=providers),
            embed=Embed(catalog=catalog, metering=metering, models=providers, source="relay"),
            pass_plainly=PassPlainly(
                catalog=catalog, access=access, metering=metering, passages=providers
            ),
            catalog=catalog,
            clock=clock,
            new_id=new_id,
            limits=self.requests,
            reasoning_to_anthropic_clients=self.to_anthropic_clients,
        )

        async def ready() -> None:
            return

        return create_app(use, is_ready=ready, shutdown=Shutdown())

    def _providers(self) -> ConfiguredLanguageModels:
        transport, key = httpx2.MockTransport(self._answer), "sk-provider"

        def acme() -> openai_model.OpenAiProvider:
            client = openai_model.client_for(
                api_key=key, base_url="http://acme/v1", transport=transport
            )
            return openai_model.OpenAiProvider(client=client, dialect="openai")

        def deep() -> openai_model.OpenAiProvider:
            client = openai_model.client_for(
                api_key=key, base_url="http://deep/v1", transport=transport
            )
            return openai_model.OpenAiProvider(client=client, dialect="compatible")

        def anthropic() -> anthropic_model.AnthropicProvider:
            client = anthropic_model.client_for(
                api_key=key, base_url="http://anthropic", transport=transport
            )
            return anthropic_model.AnthropicProvider(client=client)

        def google() -> google_model.GoogleProvider:
            client = google_model.client_for(
                api_key=key, base_url="http://google", transport=transport
            )
            return google_model.GoogleProvider(client=client)

        return ConfiguredLanguageModels(
            {"acme": acme, "anthropic": anthropic, "google": google, "deep": deep}
        )

    async def http(self, *, key: str = KEY) -> httpx2.AsyncClient:
        """A plain client, which sends the key as OpenAI's clients do."""
        return httpx2.AsyncClient(
            transport=httpx2.ASGITransport(await self.app()),
            base_url="http://relay",
            headers={"authorization": f"Bearer {key}"},
        )

    async def client(self, *, key: str = KEY) -> openai.AsyncOpenAI:
        return openai.AsyncOpenAI(
            api_key=key,
            base_url="http://relay/v1",
            max_retries=0,
            http_client=httpx2.AsyncClient(transport=httpx2.ASGITransport(await self.app())),
        )

    async def anthropic(self, *, key: str = KEY) -> AsyncAnthropic:
        return AsyncAnthropic(
            api_key=key,
            base_url="http://relay",
            max_retries=0,
            http_client=httpx2.AsyncClient(transport=httpx2.ASGITransport(await self.app())),
        )

    async def google(self, *, key: str = KEY, version: str | None = None) -> genai.Client:
        """Its asynchronous half alone is led here. Without a version it asks for its own."""
        transport = httpx2.ASGITransport(await self.app())
        options = HttpOptions(
            base_url="http://relay",
            api_version=version,
            httpx_async_client=httpx2.AsyncClient(transport=transport),
        )
        return genai.Client(api_key=key, vertexai=False, http_options=options)

    async def rows(self) -> Sequence[Transaction]:
        await self.books.bookkeeper.carry()
        return await self.books.transactions.latest(10)

    async def only_row(self) -> Transaction:
        (row,) = await self.rows()
        return row
