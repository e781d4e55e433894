"""What every audit log must do."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from application.ports.audit_log import AuditLog
from domain.audit.act_filter import ActFilter
from domain.audit.entry import Act, Party, Verification
from domain.errors import Invalid
from tests.builders import NOON
from tests.contracts.races import MANY

ROOT = Party(kind="administrator", id="root")


def an_act(action: str = "createTeam", *, actor: Party = ROOT, minutes: int = 0) -> Act:
    return Act(
        at=NOON + timedelta(minutes=minutes, microseconds=1_234),
        actor=actor,
        action=action,
        outcome="done",
        service="admin",
        subject=Party(kind="team", id="t1"),
        details={"before.$a": "1", "after": "zwei"},
        place="10.0.0.0/24",
        request="r1",
    )


async def verified(log: AuditLog) -> Verification:
    found = Verification()
    async for entry in log.entries():
        found = found.with_next(entry)
    return found


class AuditLogContract:
    async def test_entries_come_back_as_written_each_after_the_one_before(
        self, log: AuditLog
    ) -> None:
        assert await log.head() is None

        first, second = await log.append(an_act()), await log.append(an_act("signIn"))

        assert [each async for each in log.entries()] == [first, second]
        assert await log.head() == second
        assert (first.number, second.number) == (1, 2)
        assert second.previous == first.digest
        assert first.act.at == NOON + timedelta(milliseconds=1)
        assert first.act.details == {"before.$a": "1", "after": "zwei"}

    async def test_many_at_once_keep_one_chain(self, log: AuditLog, other: AuditLog) -> None:
        await asyncio.gather(*[(log, other)[n % 2].append(an_act(f"act{n}")) for n in range(MANY)])

        found = await verified(other)
        assert (found.entries, found.is_good) == (MANY, True)
        acts = {each.act.action async for each in log.entries()}
        assert acts == {f"act{n}" for n in range(MANY)}

    async def test_what_fits_is_found_the_last_first(self, log: AuditLog) -> None:
        eve = Party(kind="user", id="eve")
        await log.append(an_act("signIn", actor=eve))
        await log.append(an_act("signIn", minutes=5))
        await log.append(replace(an_act(minutes=9), outcome="refused", subject=None))

        for wanted, numbers in (
            (ActFilter(), [3, 2, 1]),
            (ActFilter(actor="eve"), [1]),
            (ActFilter(action="signIn"), [2, 1]),
            (ActFilter(subject="t1"), [2, 1]),
            (ActFilter(outcome="refused"), [3]),
            (ActFilter(service="chat"), []),
            (ActFilter(since=NOON + timedelta(minutes=5)), [3, 2]),
            (ActFilter(until=NOON + timedelta(minutes=5)), [1]),
        ):
            page = await log.find(wanted, cursor=None, limit=9)
            assert [each.number for each in page.items] == numbers, wanted

    async def test_pages_follow_one_another_while_more_comes(self, log: AuditLog) -> None:
        for n in range(5):
            await log.append(an_act(f"act{n}"))

        first = await log.find(ActFilter(), cursor=None, limit=2)
        await log.append(an_act("later"))
        second = await log.find(ActFilter(), cursor=first.next_cursor, limit=2)
        third = await log.find(ActFilter(), cursor=second.next_cursor, limit=2)

        pages = [[each.number for each in page.items] for page in (first, second, third)]
        assert pages == [[5, 4], [3, 2], [1]]
        assert third.next_cursor is None
        for strange in ("x", "-1", "٣", "1" * 400):
            with pytest.raises(Invalid, match="came from no page"):
                await log.find(ActFilter(), cursor=strange, limit=2)
