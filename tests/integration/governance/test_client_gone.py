"""REL-10: clients that go away at every moment, and what becomes of their calls."""

import asyncio
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import httpx2
import pytest
from redis.asyncio import Redis

from application.admin.change_key import ChangeKey
from application.admin.permissions import Operator
from domain.accounts.api_key import key_id_of
from domain.allowances.leaving import ABORT, Leaving
from domain.allowances.terms import Limits
from domain.ids import RequestId
from domain.transactions.transaction import Transaction
from tests.integration.governance.site import CAPPED, DRAINED, SLOW, TROUBLED, Site, p, until
from tests.upstream.mode import Mode
from tests.upstream.wire import Exchange

pytestmark = pytest.mark.asyncio(loop_scope="package")

EACH = 8
WORDS = 40
_numbers = iter(range(10**9))
CLOSED_P95_S = 0.5
When = Literal["before headers", "after the first chunk", "in the middle", "before the end"]
_CHUNKS: dict[When, int] = {
    "after the first chunk": 1,
    "in the middle": 10,
    "before the end": WORDS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A client that went away: when, by the loop's clock, and what it had asked."""

    at_s: float
    id: str
    exchange: Exchange

    @property
    def closed_after_s(self) -> float:
        """How long after the client the provider was left; for ever when it was not."""
        closed = self.exchange.closed_by_client_at
        return math.inf if closed is None else closed - self.at_s


async def leave(
    site: Site,
    key: str,
    when: When,
    *,
    path: str = "/v1/chat/completions",
    model: str = SLOW,
    stream: bool = True,
) -> Gone:
    """Ask, and go away without a word. Each request is known by its id, here and upstream."""
    name = RequestId(f"gone-client-{next(_numbers):06}")
    body = {
        "model": model,
        "messages": [{"role": "user", "content": " ".join(["word"] * WORDS)}],
        "stream": stream,
        "max_tokens": 100,
    }
    headers = {"authorization": f"Bearer {key}", "x-request-id": name}
    # Of its own: a connection that is closed, and not put back.
    client = httpx2.AsyncClient(timeout=30)

    async def ask() -> None:
        async with client.stream("POST", site.url(0) + path, json=body, headers=headers) as answer:
            chunks = 0
            async for _ in answer.aiter_raw():
                chunks += 1
                if chunks >= _CHUNKS.get(when, 10**9):
                    return

    asking = asyncio.ensure_future(ask())
    await until(lambda: _reached(site, name), within_s=10)
    if when in _CHUNKS:
        await asking
    asking.cancel()
    await asyncio.wait({asking})
    await client.aclose()
    (exchange,) = _exchanges(site, name)
    return Gone(at_s=asyncio.get_running_loop().time(), id=name, exchange=exchange)


def _exchanges(site: Site, id: str) -> list[Exchange]:
    return [
        each
        for each in site.upstream.exchanges
        if each.headers.get("x-request-id", "").startswith(f"{id}-")
    ]


async def _reached(site: Site, id: str) -> bool:
    return bool(_exchanges(site, id))


async def rows_of(site: Site, gone: Sequence[Gone]) -> list[Transaction]:
    found: list[Transaction] = []

    async def all_booked() -> bool:
        latest = await site.container.transactions().latest(5_000)
        ids = {each.id for each in gone}
        found[:] = [row for row in latest if row.id.rpartition("-")[0] in ids]
        return len(found) >= len(ids)

    await until(all_booked, within_s=10)
    return found


@pytest.mark.parametrize("when", ["before headers", *_CHUNKS])
@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/messages"])
async def test_rel_10_the_provider_is_left_at_once_and_what_was_said_is_billed(
    site: Site, path: str, when: When
) -> None:
    mode = Mode(kind="hang_before_headers") if when == "before headers" else Mode(interval_s=0.02)
    site.upstream.script(mode, model=SLOW)
    key = await site.key_of_team(limits=Limits(parallel=100))

    gone = await asyncio.gather(*(leave(site, key, when, path=path) for _ in range(EACH)))
    rows = await rows_of(site, gone)

    if when != "before the end":  # it may be over by then
        assert p(0.95, [each.closed_after_s for each in gone]) <= CLOSED_P95_S
        assert {row.outcome for row in rows} == {"client_closed"}
        assert all(row.usage.estimated for row in rows)
    assert len(rows) == len(gone)
    assert {row.outcome for row in rows} <= {"client_closed", "ok"}
    if when == "in the middle":
        assert all(5 <= row.usage.output <= 2 * WORDS for row in rows)
    await expect_nothing_open(site, key)


async def expect_nothing_open(site: Site, key: str) -> None:
    """Of 100 at once all are free again."""
    site.upstream.reset()
    heard = await site.ask(key)
    assert heard.status == 200
    parallel = f"{{allowances}}:parallel:key:{key_id_of(key)}"

    async with Redis.from_url(site.redis_url) as redis:

        async def all_free() -> bool:
            return await redis.zcard(parallel) == 0

        await until(all_free, within_s=2)


async def test_rel_10_a_whole_answer_that_nobody_waits_for_is_ended_too(site: Site) -> None:
    site.upstream.script(Mode(kind="hang_before_headers"), model=SLOW)
    key = await site.key_of_team()

    leaving = (leave(site, key, "before headers", stream=False) for _ in range(EACH))
    gone = await asyncio.gather(*leaving)
    rows = await rows_of(site, gone)

    assert p(0.95, [each.closed_after_s for each in gone]) <= CLOSED_P95_S
    assert [row.outcome for row in rows] == ["client_closed"] * EACH


async def test_a_call_that_may_go_on_does_so_to_its_end(site: Site) -> None:
    site.upstream.script(Mode(interval_s=0.02), model=SLOW)
    key = await site.key_of_team()

    gone = await leave(site, key, "after the first chunk", model=DRAINED)
    (row,) = await rows_of(site, [gone])

    assert gone.exchange.closed_by_client_at is None
    assert row.outcome == "client_closed"
    emitted = gone.exchange.usage_emitted or {}
    assert (row.usage.output, row.usage.input_total) == (emitted["output"], emitted["input"])
    assert not row.usage.estimated


async def test_a_call_that_may_go_on_for_a_second_does_so_for_a_second(site: Site) -> None:
    site.upstream.script(Mode(interval_s=0.1), model=SLOW)
    key = await site.key_of_team()

    gone = await leave(site, key, "after the first chunk", model=CAPPED)
    (row,) = await rows_of(site, [gone])

    assert 0.8 <= gone.closed_after_s <= 1.5
    assert (row.outcome, row.usage.estimated) == ("client_closed", True)


async def test_a_key_s_own_word_goes_before_its_model_s(site: Site) -> None:
    site.upstream.script(Mode(interval_s=0.02), model=SLOW)
    container = site.container
    change_key = ChangeKey(keys=container.keys(), users=container.users(), teams=container.teams())
    aborts, drains = await site.key_of_team(), await site.key_of_team()
    await change_key(key_id_of(aborts), lambda key: key.when_left(ABORT), by=Operator())
    a_few = Leaving(drains=True, tokens=5)
    await change_key(key_id_of(drains), lambda key: key.when_left(a_few), by=Operator())

    at_once = await leave(site, aborts, "after the first chunk", model=DRAINED)
    a_little = await leave(site, drains, "after the first chunk", model=SLOW)
    rows = await rows_of(site, [at_once, a_little])

    assert len(rows) == 2
    assert at_once.closed_after_s <= CLOSED_P95_S
    assert 5 <= a_little.exchange.chunks_sent <= WORDS - 5


@pytest.mark.parametrize("stream", [True, False])
async def test_an_explicit_zero_stays_zero_and_an_error_s_words_are_no_output(
    site: Site, stream: bool
) -> None:
    key = await site.key_of_team()
    modes = {
        "zero": Mode(usage="zero"),
        "none": Mode(usage="none"),
        "error": Mode(kind="status", status=500, message="many words " * 50),
    }
    rows = dict[str, Transaction]()
    for name, mode in modes.items():
        site.upstream.script(mode, model=TROUBLED)
        heard = await site.ask(key, model=TROUBLED, stream=stream)
        (rows[name],) = await site.rows_of([heard])

    zero, none, error = rows["zero"], rows["none"], rows["error"]
    assert (zero.outcome, zero.usage.total, zero.cost, zero.usage.estimated) == ("ok", 0, 0, False)
    assert (none.outcome, none.usage.estimated) == ("ok", True)
    assert none.usage.output > 0
    assert (error.outcome, error.usage.total, error.cost) == ("error", 0, 0)
