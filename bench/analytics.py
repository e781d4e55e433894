"""What analytics costs over many calls: `python -m bench.analytics` (`--calls 10000000`).

The calls of so many days are drawn to people, keys, models and hours as offices have them, summed
up by the hour as the bookkeeper does, and stored. Then each question is what the page asks.
"""

import argparse
import asyncio
import functools
import random
import time
from datetime import UTC, date, datetime, timedelta
from typing import Final

from adapters.outbound.mongo.api_keys import MongoApiKeys
from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.teams import MongoTeams
from adapters.outbound.mongo.usage_totals import MongoUsageTotals
from adapters.outbound.mongo.users import MongoUsers
from application.admin.analyse import Analyse
from application.admin.permissions import Operator
from bench.stored import embedded_mongo, times_ms, told
from domain.ids import KeyId, TeamId, UserId
from domain.transactions.latencies import Latencies
from domain.transactions.money import NanoUsd
from domain.transactions.totals import Place, PlaceTotals, Totals

LAST: Final = date(2026, 6, 30)
HOURS: Final = range(8, 18)
MODELS: Final = ("large", "medium", "small", "embedding")
CLIENTS: Final = ("", "codex", "claude-code")
AT_ONCE: Final = 32
SPANS: Final = (1, 7, 30)
TIMES: Final = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=10_000_000)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--days", type=int, default=60)
    given = parser.parse_args()
    asyncio.run(run(given.calls, people=given.people, days=given.days))


async def run(calls: int, *, people: int, days: int) -> None:
    draw = random.Random(7)  # noqa: S311 - the same calls every time
    places = _places(draw, people=people, days=days)
    each, began = calls // len(places), time.perf_counter()
    async with embedded_mongo() as database:
        totals = MongoUsageTotals(database)
        for first in range(0, len(places), AT_ONCE):
            await asyncio.gather(
                *(
                    totals.restate(
                        PlaceTotals(place=place, totals=_totals(draw, each), seen={}), old=None
                    )
                    for place in places[first : first + AT_ONCE]
                )
            )
        stored_s = time.perf_counter() - began
        print(f"{each * len(places):,} calls in {len(places):,} sums, {stored_s:.0f} s", flush=True)
        await _ask(database, totals)


async def _ask(database: Database, totals: MongoUsageTotals) -> None:
    analyse = Analyse(
        usage_totals=totals,
        users=MongoUsers(database),
        teams=MongoTeams(database),
        keys=MongoApiKeys(database),
        clock=lambda: datetime(LAST.year, LAST.month, LAST.day, 18, tzinfo=UTC),
    )
    for span in SPANS:
        first = LAST - timedelta(days=span - 1)
        ask = functools.partial(analyse, "user", first, LAST, by=Operator())
        print(told(f"{span} days beside those before", await times_ms([ask] * TIMES)), flush=True)


def _places(draw: random.Random, *, people: int, days: int) -> list[Place]:
    """Everybody works each day, in half of its hours, with a model or two."""
    return [
        Place(
            hour=datetime(day.year, day.month, day.day, hour, tzinfo=UTC),
            model=model,
            provider="vendor",
            user=UserId(f"user{person}"),
            team=TeamId(f"team{person % 10}"),
            key=KeyId(f"key{person}"),
            client=draw.choice(CLIENTS),
        )
        for day in (LAST - timedelta(days=back) for back in range(days))
        for person in range(people)
        for hour in draw.sample(HOURS, 5)
        for model in draw.sample(MODELS, draw.choice((1, 1, 2)))
    ]


def _totals(draw: random.Random, calls: int) -> Totals:
    latencies = [draw.randrange(200, 20_000) for _ in range(min(calls, 60))]
    return Totals(
        requests=calls,
        errors=calls // 100,
        input_tokens=calls * 2_000,
        cached_tokens=calls * 500,
        output_tokens=calls * 300,
        cost=NanoUsd(calls * 9_000_000),
        saved=NanoUsd(calls * 1_000_000),
        latencies=Latencies.of(latencies),
    )


if __name__ == "__main__":
    main()
