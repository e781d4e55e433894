"""What every store of tickets must do."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from application.ports.tickets import Tickets
from domain.accounts.ticket import Ticket
from domain.accounts.user import email
from domain.errors import Conflict, NotFound
from tests.builders import ADA, EVE, NOON
from tests.contracts.races import MANY

HOUR = timedelta(hours=1)


def a_ticket(id: str = "t1") -> Ticket:
    return Ticket(
        id=id,
        kind="reset",
        user=ADA,
        email=email("ada@example.com"),
        created_at=NOON,
        expires_at=NOON + HOUR,
    )


class TicketsContract:
    async def test_one_is_found_as_stored_and_used_once(self, tickets: Tickets) -> None:
        await tickets.add(a_ticket())

        assert await tickets.find("t1", "reset", at=NOON) == a_ticket()
        assert await tickets.take("t1", "reset", at=NOON) == a_ticket()
        with pytest.raises(NotFound, match="is over"):
            await tickets.take("t1", "reset", at=NOON)

    async def test_one_is_stored_once(self, tickets: Tickets) -> None:
        await tickets.add(a_ticket())

        with pytest.raises(Conflict, match="there already"):
            await tickets.add(a_ticket())

        assert await tickets.find("t1", "reset", at=NOON) == a_ticket()

    async def test_of_many_who_take_it_at_once_one_gets_it(self, tickets: Tickets) -> None:
        await tickets.add(a_ticket())

        takers = [tickets.take("t1", "reset", at=NOON) for _ in range(MANY)]
        outcomes = await asyncio.gather(*takers, return_exceptions=True)

        assert sum(each == a_ticket() for each in outcomes) == 1
        assert sum(isinstance(each, NotFound) for each in outcomes) == MANY - 1

    async def test_it_is_good_for_its_kind_and_until_its_end(self, tickets: Tickets) -> None:
        await tickets.add(a_ticket())

        with pytest.raises(NotFound):
            await tickets.take("t1", "invitation", at=NOON)
        with pytest.raises(NotFound):
            await tickets.take("t1", "reset", at=NOON + HOUR)
        late = NOON + HOUR - timedelta(seconds=1)
        assert await tickets.find("t1", "reset", at=late) == a_ticket()

    async def test_a_kind_is_listed_newest_first_without_what_ended(self, tickets: Tickets) -> None:
        late = replace(a_ticket("t2"), created_at=NOON + HOUR / 2, expires_at=NOON + 2 * HOUR)
        for each in (a_ticket(), late, replace(a_ticket("t3"), kind="verification")):
            await tickets.add(each)

        assert [each.id for each in await tickets.of_kind("reset", at=NOON)] == ["t2", "t1"]
        assert [each.id for each in await tickets.of_kind("reset", at=NOON + HOUR)] == ["t2"]

    async def test_removed_ones_are_gone(self, tickets: Tickets) -> None:
        for each in (a_ticket(), a_ticket("t2"), replace(a_ticket("t3"), user=EVE)):
            await tickets.add(each)

        await tickets.remove("t2", "invitation")
        await tickets.remove("t2", "reset")
        await tickets.remove_of(ADA, "reset")

        assert [each.id for each in await tickets.of_kind("reset", at=NOON)] == ["t3"]
