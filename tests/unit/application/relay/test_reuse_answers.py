import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import final

import pytest
from typing_extensions import override

from adapters.outbound.memory.catalog import StaticModelCatalog
from adapters.outbound.memory.leases import MemoryLeases
from adapters.outbound.memory.response_cache import MemoryResponseCache
from application.ports.response_cache import CachedResponse, ResponseCache
from application.relay.ask_model import Question
from application.relay.reuse_answers import USUAL, Reusable, ReuseAnswers
from domain.accounts.access import Grants
from domain.allowances.terms import Limits, Terms
from domain.catalog.models import Catalog
from domain.errors import DomainError, Forbidden, Invalid, RateLimited, Unavailable
from domain.ids import RequestId, UserId
from domain.json import JsonObject
from domain.transactions.transaction import Payer
from tests.access import Granted
from tests.clock import FakeClock
from tests.unit.application.test_metering import CALL, MODEL, PROMPT, Counter, a_counter

ADA, EVE = Payer(user=UserId("ada")), Payer(user=UserId("eve"))
ANSWER = CachedResponse(media_type="application/json", pieces=(b"{}",))
BODY: JsonObject = {"model": "public", "messages": []}
ONE_A_MINUTE = Terms(subject="user:ada", limits=Limits(requests_per_minute=1))
QUESTION = Question(model="public", prompt=PROMPT, streamed=False)


@final
class Away(ResponseCache):
    @override
    async def get(self, name: str, *, owner: str) -> CachedResponse | None:
        raise Unavailable("away")

    @override
    async def put(
        self, name: str, response: CachedResponse, *, owner: str, lasting: timedelta
    ) -> None:
        raise Unavailable("away")


@dataclass
class Desk:
    grants: Grants = field(default_factory=Grants)
    cache: ResponseCache | None = None

    def __post_init__(self) -> None:
        clock = FakeClock()
        self.counter: Counter = a_counter(access=Granted(self.grants))
        self.asked = 0
        self.reuse = ReuseAnswers(
            cache=self.cache or MemoryResponseCache(clock=clock),
            leases=MemoryLeases(clock=clock),
            catalog=StaticModelCatalog(Catalog(models=(MODEL,))),
            access=Granted(self.grants),
            metering=self.counter.metering,
        )

    async def wanted(
        self,
        number: int = 0,
        *,
        payer: Payer = ADA,
        body: JsonObject = BODY,
        path: str = "/v1/x",
    ) -> Reusable:
        found = await self.reuse.reusable(
            QUESTION,
            asked={"path": path},
            body=body,
            lasting=USUAL,
            payer=payer,
            request=RequestId(f"r{number}"),
        )
        assert found is not None
        return found

    async def ask(self, wanted: Reusable, *, fails: bool = False) -> CachedResponse:
        async with self.reuse.turn(wanted) as found:
            if found is not None:
                return found
            self.asked += 1
            await asyncio.sleep(0.01)
            if not fails:
                await self.reuse.keep(wanted, ANSWER)
            return ANSWER


async def test_the_same_question_is_answered_again_for_nothing_and_booked_as_that() -> None:
    desk = Desk()
    await desk.ask(await desk.wanted(1))

    found = await desk.ask(await desk.wanted(2))

    assert (found, desk.asked) == (ANSWER, 1)
    (row,) = await desk.counter.rows()
    assert (row.id, row.reused, row.cost, row.usage.total, row.attempts) == ("r2", True, 0, 0, 0)
    assert row.outcome == "ok"


async def test_of_many_who_ask_at_once_one_asks_the_model() -> None:
    desk = Desk()

    found = await asyncio.gather(*[desk.ask(await desk.wanted(n)) for n in range(20)])

    assert desk.asked == 1
    assert found == [ANSWER] * 20
    assert len(await desk.counter.rows()) == 10  # as many as the desk shows at once


async def test_where_that_comes_to_nothing_each_asks_by_itself() -> None:
    desk = Desk()

    asking = [desk.ask(await desk.wanted(n), fails=True) for n in range(5)]
    await asyncio.wait_for(asyncio.gather(*asking), timeout=5)

    assert desk.asked == 5


async def test_a_store_that_is_away_keeps_nobody_from_asking() -> None:
    desk = Desk(cache=Away())

    assert await desk.ask(await desk.wanted()) == ANSWER
    assert await desk.ask(await desk.wanted()) == ANSWER
    assert desk.asked == 2


async def test_another_account_path_or_body_is_another_question() -> None:
    desk = Desk()
    await desk.ask(await desk.wanted(1))
    others = [
        await desk.wanted(2, payer=EVE),
        await desk.wanted(3, payer=Payer(team=None, key=None)),
        await desk.wanted(4, path="/v1/y"),
        await desk.wanted(5, body={**BODY, "messages": [" "]}),
        await desk.wanted(6, body={**BODY, "stream": True}),
    ]
    same = await desk.wanted(7, body=dict(reversed(list(BODY.items()))))

    for other in others:
        await desk.ask(other)
    await desk.ask(same)

    assert desk.asked == 1 + len(others)


@pytest.mark.parametrize(
    ("grants", "refusal"),
    [
        (Grants(models=(("other",),)), Forbidden),
        (
            Grants(terms=(Terms(subject="user:ada", limits=Limits(requests_per_minute=1)),)),
            RateLimited,
        ),
    ],
)
async def test_rights_and_limits_hold_for_an_answer_of_before(
    grants: Grants, refusal: type[DomainError]
) -> None:
    desk = Desk(grants=grants)
    wanted = await desk.wanted(1)
    await desk.reuse.keep(wanted, ANSWER)
    if refusal is RateLimited:
        await desk.ask(wanted)

    with pytest.raises(refusal):
        await desk.ask(replace(wanted, call=replace(wanted.call, request=RequestId("r2"))))

    assert "refused" in {row.outcome for row in await desk.counter.rows()}


@pytest.mark.parametrize(
    ("wish", "seconds"),
    [("on", 3600), (" ON ", 3600), ("90", 90), ("off", None), (None, 7), ("86400", 86400)],
)
async def test_the_request_says_for_how_long_or_else_its_key(
    wish: str | None, seconds: int | None
) -> None:
    desk = Desk(grants=Grants(reuse_s=7))

    lasting = await desk.reuse.lasting(wish, payer=ADA)

    assert lasting == (None if seconds is None else timedelta(seconds=seconds))


@pytest.mark.parametrize("wish", ["", "yes", "0", "-1", "86401", "1.5", "\u0661", "9" * 500])
async def test_a_wish_that_nobody_understands_is_refused(wish: str) -> None:
    with pytest.raises(Invalid, match="x-parley-cache"):
        await Desk().reuse.lasting(wish, payer=ADA)


async def test_without_a_wish_nothing_is_given_again() -> None:
    assert await Desk().reuse.lasting(None, payer=CALL.payer) is None


async def test_an_unknown_model_is_the_gate_s_to_refuse() -> None:
    found = await Desk().reuse.reusable(
        replace(QUESTION, model="unknown"),
        asked={},
        body=BODY,
        lasting=USUAL,
        payer=ADA,
        request=RequestId("r1"),
    )

    assert found is None
