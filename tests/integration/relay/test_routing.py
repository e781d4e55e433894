"""Providers that fail in every way, with another deployment beside them and without (REL-07)."""

import asyncio
import itertools
import json
import math
import socket
import time
import uuid
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import httpx2
import pytest
import pytest_asyncio
from pydantic import SecretStr

from application.admin.create_key import KeyTerms
from application.admin.permissions import Operator
from domain.accounts.access import Scope
from domain.transactions.transaction import Transaction
from entrypoints.configuration.providers import ModelSettings, ProviderKind, ProviderSettings
from entrypoints.settings import Settings
from tests.integration.relay.house import RelayHouse, relay_house
from tests.upstream.mode import Mode
from tests.upstream.server import FakeUpstream

pytestmark = [pytest.mark.enable_socket, pytest.mark.asyncio(loop_scope="module")]

FIRST_TOKEN_S: Final = 0.7
TOTAL_S: Final = 2.0
QUICK_S: Final = 0.2
TEXT: Final = "Hello from the fake upstream."
PRICES: Final = {"first": "0.10", "second": "0.20", "claude": "0.30"}
"""USD per million tokens of output, so that the books tell who was paid."""
MODELS_OF_A_KIND: Final = 80
_NUMBERS: Final[Iterator[int]] = itertools.count()


def a_price(provider: str) -> dict[str, str]:
    return {"input": "0", "output": PRICES[provider]}


def a_model(kind: str, number: int, **more: object) -> ModelSettings:
    return ModelSettings.model_validate(
        {
            "name": f"{kind}-{number}",
            "provider": "first",
            "upstream": f"m{number}",
            "price": a_price("first"),
            "timeouts": {
                "first_token_s": FIRST_TOKEN_S,
                "between_chunks_s": FIRST_TOKEN_S,
                "total_s": TOTAL_S,
                "whole_s": FIRST_TOKEN_S,
            },
            **more,
        }
    )


def models(number: int) -> Sequence[ModelSettings]:
    """Every test has a number of its own: what was learned of a deployment is remembered."""
    second = {"provider": "second", "price": a_price("second")}
    claude = {"provider": "claude", "price": a_price("claude")}
    return (
        a_model("alone", number),
        a_model("pair", number, deployments=[second]),
        a_model("across", number, deployments=[claude]),
        a_model("closed", number, provider="closed", deployments=[second]),
        a_model("closed-alone", number, provider="closed"),
        a_model("hurried", number, timeouts={"total_s": TOTAL_S}),
        a_model(
            "falling",
            number,
            fallbacks=[f"other-{number}"],
            context_fallbacks=[f"long-{number}"],
            content_fallbacks=[f"open-{number}"],
        ),
        *(
            a_model(kind, number, provider="second", upstream=f"{kind}{number}")
            for kind in ("other", "long", "open")
        ),
    )


def furnish(upstream: FakeUpstream, *, mongo_url: str, redis_url: str) -> Settings:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        closed = f"http://127.0.0.1:{nobody.getsockname()[1]}/v1"
    kinds: dict[str, ProviderKind] = {"first": "openai", "second": "openai", "claude": "anthropic"}
    providers = {
        name: ProviderSettings(
            kind=kind,
            api_key=SecretStr(f"{name}-secret"),
            base_url=upstream.url + ("/v1" if kind == "openai" else ""),
        )
        for name, kind in kinds.items()
    }
    providers["closed"] = ProviderSettings(kind="openai_compatible", base_url=closed)
    return Settings(
        mongo_url=SecretStr(mongo_url),
        redis_url=SecretStr(redis_url),
        mongo_database=f"test_{uuid.uuid4().hex[:30]}",
        local_model=False,
        providers=providers,
        models=tuple(each for number in range(MODELS_OF_A_KIND) for each in models(number)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    status: int
    text: str
    took_s: float
    headers: httpx2.Headers

    @property
    def said(self) -> str:
        """The words of an answer, whole or streamed."""
        if not self.text.startswith("data:"):
            return str(json.loads(self.text)["choices"][0]["message"]["content"])
        frames = [line[6:] for line in self.text.split("\n") if line.startswith("data: {")]
        choices = [choice for frame in frames for choice in json.loads(frame).get("choices", ())]
        return "".join(choice["delta"].get("content") or "" for choice in choices)


@dataclass
class Routed:
    house: RelayHouse
    client: httpx2.AsyncClient
    number: int

    def fail(self, mode: Mode, *, provider: str = "first") -> None:
        self.house.upstream.script(mode, key=f"{provider}-secret")

    async def ask(
        self, kind: str, *, stream: bool = True, key: str | None = None, path: str = ""
    ) -> Told:
        body: dict[str, object] = {"model": f"{kind}-{self.number}", "stream": stream}
        if path == "responses":
            body |= {"input": "hi", "max_output_tokens": 50}
        else:
            body |= {"messages": [{"role": "user", "content": "hi"}], "max_tokens": 50}
        began = time.monotonic()
        answer = await self.client.post(
            f"{self.house.url}/v1/{path or 'chat/completions'}",
            json=body,
            headers={"authorization": f"Bearer {key or self.house.key}"},
        )
        return Told(
            status=answer.status_code,
            text=answer.text,
            took_s=time.monotonic() - began,
            headers=answer.headers,
        )

    async def booked(self) -> Transaction:
        """The call of this test; those of others may come late."""
        while True:
            row = await self.house.booked()
            if row.model.endswith(f"-{self.number}"):
                return row

    @property
    def asked(self) -> list[str]:
        """Whom the relay asked, in this order."""
        seen = (each.headers for each in self.house.upstream.exchanges)
        keys = (
            headers.get("x-api-key") or headers["authorization"].removeprefix("Bearer ")
            for headers in seen
        )
        return [key.removesuffix("-secret") for key in keys]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def routed_house(mongo_url: str, redis_url: str) -> AsyncGenerator[RelayHouse]:
    async with relay_house(mongo_url=mongo_url, redis_url=redis_url, furnish=furnish) as house:
        await house.container.models().open_all()  # the vendors' libraries take a second
        yield house


@pytest_asyncio.fixture(loop_scope="module")
async def routed(routed_house: RelayHouse) -> AsyncGenerator[Routed]:
    await routed_house.forget()
    async with httpx2.AsyncClient(timeout=10) as client:
        yield Routed(routed_house, client, next(_NUMBERS))


SILENT: Final = {
    "hang before headers": Mode(kind="hang_before_headers"),
    "hang after headers": Mode(kind="hang_after_headers"),
    "stall before the first word": Mode(kind="stall_after", after=1),
}
LOUD: Final = {
    "reset": Mode(kind="rst_after", after=1),
    "429": Mode(kind="status", status=429),
    "429 for 1 s": Mode(kind="status", status=429, retry_after="1"),
    "429 for 2 min": Mode(kind="status", status=429, retry_after="120"),
    "500": Mode(kind="status", status=500),
    "503": Mode(kind="status", status=503),
    "401": Mode(kind="status", status=401),
}


@pytest.mark.parametrize("kind", ["pair", "across"])
@pytest.mark.parametrize("mode", [*SILENT.values(), *LOUD.values()], ids=[*SILENT, *LOUD])
async def test_rel_07_another_deployment_answers_within_the_first_token_s_limit_and_a_second(
    routed: Routed, mode: Mode, kind: str
) -> None:
    routed.fail(mode)

    told = await routed.ask(kind)

    assert (told.status, told.said) == (200, TEXT)
    assert told.took_s < FIRST_TOKEN_S + 1
    second = "second" if kind == "pair" else "claude"
    assert routed.asked == ["first", second]
    row = await routed.booked()
    assert (row.outcome, row.attempts, row.provider) == ("ok", 2, second)
    assert row.price is not None
    assert row.price.output == float(PRICES[second]) * 1_000_000_000
    assert [attempt.provider for attempt in row.earlier] == ["first"]


@pytest.mark.parametrize("stream", [True, False])
async def test_one_that_nobody_can_connect_to_is_passed_over(routed: Routed, stream: bool) -> None:
    told = await routed.ask("closed", stream=stream)

    assert (told.status, told.said) == (200, TEXT)
    assert told.took_s < 1
    row = await routed.booked()
    assert [attempt.error_kind for attempt in row.earlier] == ["unreachable"]


async def test_a_whole_answer_is_got_elsewhere_too(routed: Routed) -> None:
    routed.fail(Mode(kind="hang_before_headers"))

    told = await routed.ask("pair", stream=False)

    assert (told.status, told.said) == (200, TEXT)
    assert told.took_s < FIRST_TOKEN_S + 1


@pytest.mark.parametrize("path", ["chat/completions", "messages", "responses"])
@pytest.mark.parametrize(
    ("mode", "statuses"),
    [
        (SILENT["hang before headers"], {504}),
        (SILENT["stall before the first word"], {504}),
        (LOUD["429 for 2 min"], {429}),
        (LOUD["503"], {503, 529}),
        (LOUD["500"], {500, 502}),
    ],
    ids=["hang", "stall", "429", "503", "500"],
)
async def test_rel_07_without_another_the_failure_is_told_in_the_client_s_words(
    routed: Routed, mode: Mode, statuses: set[int], path: str
) -> None:
    routed.fail(mode)

    told = await routed.ask("alone", path=path)

    assert told.status in statuses
    error = json.loads(told.text)["error"]
    assert error["message"]
    assert len(routed.asked) <= 3
    assert told.took_s < TOTAL_S
    if told.status == 429:
        assert told.headers["retry-after"] == "120"
    row = await routed.booked()
    assert (row.outcome, row.cost, row.attempts) == ("error", 0, len(routed.asked))


async def test_nobody_there_is_told_as_such(routed: Routed) -> None:
    told = await routed.ask("closed-alone")

    assert told.status == 502
    assert (await routed.booked()).error_kind == "unreachable"


@pytest.mark.parametrize("stream", [True, False])
async def test_rel_07_the_deadline_of_a_call_is_kept(routed: Routed, stream: bool) -> None:
    routed.fail(Mode(kind="hang_before_headers"))

    told = await routed.ask("hurried", stream=stream)

    assert told.status == 504
    assert told.took_s == pytest.approx(TOTAL_S, rel=0.1)


async def test_a_blip_is_asked_away(routed: Routed) -> None:
    routed.fail(Mode(kind="status", status=429, retry_after="1"))
    routed.house.upstream.asked.clear()
    asking = asyncio.create_task(routed.ask("alone"))
    await asyncio.wait_for(routed.house.upstream.asked.wait(), 2)
    await routed.house.upstream.exchanges[0].ended.wait()
    routed.fail(Mode())

    told = await asking

    assert (told.status, told.said) == (200, TEXT)
    assert told.took_s >= 1
    assert routed.asked == ["first", "first"]


async def test_rel_07_nobody_else_is_asked_after_the_first_word(routed: Routed) -> None:
    routed.fail(Mode(kind="stall_after", after=3))

    told = await routed.ask("pair")

    assert told.status == 200
    assert '"error"' in told.text
    assert told.took_s == pytest.approx(FIRST_TOKEN_S, abs=0.4)
    assert routed.asked == ["first"]


async def test_rel_07_nobody_else_is_asked_for_a_client_that_left(routed: Routed) -> None:
    routed.fail(Mode(kind="hang_before_headers"))
    routed.house.upstream.asked.clear()
    asking = asyncio.create_task(routed.ask("pair"))
    await asyncio.wait_for(routed.house.upstream.asked.wait(), 2)

    asking.cancel()
    await asyncio.wait({asking})

    row = await routed.booked()
    assert (row.outcome, row.attempts, row.earlier) == ("client_closed", 1, ())
    assert routed.asked == ["first"]


@pytest.mark.parametrize(
    ("mode", "upstream"),
    [
        (Mode(kind="status", status=500), "other"),
        (Mode(kind="status", status=400, code="context_length_exceeded"), "long"),
        (Mode(kind="status", status=400, code="content_filter"), "open"),
    ],
    ids=["failure", "context", "content"],
)
async def test_another_model_answers_by_what_went_wrong(
    routed: Routed, mode: Mode, upstream: str
) -> None:
    routed.fail(mode)

    told = await routed.ask("falling")

    assert (told.status, told.said) == (200, TEXT)
    row = await routed.booked()
    assert (row.model, row.upstream) == (
        f"falling-{routed.number}",
        f"{upstream}{routed.number}",
    )


async def test_a_key_is_answered_by_no_model_that_it_may_not_use(routed: Routed) -> None:
    operator, container = Operator(), routed.house.container
    team = await container.create_team()(f"team {routed.number}", by=operator)
    made = await container.create_key()(
        "key",
        owner_kind="team",
        owner_id=team.id,
        expires_at=None,
        terms=KeyTerms(scope=Scope(models=("falling-*",))),
        by=operator,
    )
    routed.fail(Mode(kind="status", status=400, code="context_length_exceeded"))

    told = await routed.ask("falling", key=made.secret)

    assert told.status == 400
    assert routed.asked == ["first"]


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[math.ceil(len(values) * share) - 1]


async def hurried(routed: Routed, kind: str) -> list[Told]:
    """A hundred calls, and the same again if another had the processor meanwhile."""
    told = [await routed.ask(kind) for _ in range(100)]
    if percentile([each.took_s for each in told], 0.99) > QUICK_S:
        told = [await routed.ask(kind) for _ in range(100)]
    return told


async def test_rel_07_once_a_breaker_is_open_nobody_waits(routed: Routed) -> None:
    routed.fail(Mode(kind="hang_before_headers"))
    first = await asyncio.gather(*(routed.ask("pair") for _ in range(5)))
    assert {told.said for told in first} == {TEXT}

    later = await hurried(routed, "pair")

    assert {told.said for told in later} == {TEXT}
    assert percentile([told.took_s for told in later], 0.99) <= QUICK_S
    assert len(routed.asked) <= 1.2 * (len(first) + len(later))


@pytest.mark.long
async def test_rel_07_a_deployment_that_is_well_again_is_asked_within_half_a_minute(
    routed: Routed,
) -> None:
    routed.fail(Mode(kind="hang_before_headers"))
    await asyncio.gather(*(routed.ask("pair") for _ in range(5)))
    routed.fail(Mode())
    routed.house.upstream.exchanges.clear()
    async with asyncio.timeout(30):
        while "first" not in routed.asked:
            assert (await routed.ask("pair")).said == TEXT


async def test_rel_07_alone_a_deployment_that_rests_is_told_at_once(routed: Routed) -> None:
    routed.fail(Mode(kind="hang_before_headers"))
    await asyncio.gather(*(routed.ask("alone") for _ in range(5)))
    asked = len(routed.asked)

    told = await hurried(routed, "alone")

    assert {each.status for each in told} == {503}
    assert percentile([each.took_s for each in told], 0.99) <= QUICK_S
    assert all(1 <= int(each.headers["retry-after"]) <= 15 for each in told)
    assert len(routed.asked) == asked
