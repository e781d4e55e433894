from dataclasses import replace
from datetime import timedelta

import pytest

from application.admin.create_key import KeyTerms
from application.admin.set_allowance import Known
from domain.allowances.claim import claim_of
from domain.allowances.terms import Budget, Limits, Terms
from domain.errors import Conflict, Forbidden, Invalid, NotFound
from domain.ids import KeyId, RequestId, TeamId
from domain.llm.usage import Usage
from domain.transactions.money import ZERO, NanoUsd
from domain.transactions.transaction import Payer
from tests.builders import ADA, NOON, a_batch, a_key, a_team, a_transaction, a_user
from tests.unit.application.admin.admin_house import ADMIN, AUDITOR, AdminHouse

LIMITS = Limits(requests_per_minute=10, parallel=4)
DAY = Budget(window="day", limit=NanoUsd(100))
MONTH = Budget(window="month", limit=NanoUsd(40), hard=False)


async def a_call(house: AdminHouse, subject: str, *, spent: int) -> None:
    """One that took a request and money, and has ended."""
    terms = Terms(subject=subject, limits=LIMITS, budgets=(DAY,))
    claim = claim_of(RequestId("r"), [terms], usage=Usage(), cost=NanoUsd(90), at=house.clock())
    known = {fund.name: ZERO for fund in claim.funds}
    taken = await house.allowances.take(claim, spent=known)
    await house.allowances.settle(taken, tokens=0, cost=NanoUsd(spent))


async def test_a_standing_is_what_was_counted_and_else_what_the_books_say() -> None:
    house = AdminHouse()
    await house.users.add(a_user().allowed(LIMITS, [DAY, MONTH]))
    await a_call(house, "user:ada", spent=30)
    before = a_transaction("r0", at=NOON - timedelta(days=1), cost=NanoUsd(2))
    await house.totals.add(a_batch().id, [a_transaction(), before])

    standing = await house.use.read_standing("user", ADA, by=AUDITOR)

    requests, parallel = standing.measured.limits
    day, month = standing.measured.budgets
    assert (requests.bucket.kind, requests.used, parallel.used) == ("requests", 1, 0)
    assert (day.spent, month.spent) == (30, 7)
    assert month.fund.ends_at == NOON.replace(month=2, hour=0)
    assert (standing.spent_today, standing.spent_this_month) == (7, 7)
    assert standing.measured.fullness == 0.3


async def test_whoever_has_no_limit_has_no_standing_but_has_spent() -> None:
    house = AdminHouse()
    await house.keys.add(a_key())
    paid = replace(a_transaction(), payer=Payer(user=ADA, key=KeyId("k1")))
    await house.totals.add(a_batch().id, [paid])

    standing = await house.use.read_standing("key", "k1", by=ADMIN)

    assert (standing.measured.limits, standing.measured.budgets) == ((), ())
    assert (standing.measured.fullness, standing.spent_today) == (0, 7)
    with pytest.raises(NotFound, match="no team 'nope'"):
        await house.use.read_standing("team", "nope", by=ADMIN)


async def test_the_fullest_are_ranked_first_and_the_unlimited_left_out() -> None:
    house = AdminHouse()
    await house.users.add(a_user().allowed(Limits(), [DAY]))
    await house.users.add(a_user("free"))
    key = replace(a_key(), user=None, team=TeamId("t1"))
    await house.keys.add(key.allowed(LIMITS, []))
    ended = replace(a_key("k2"), expires_at=NOON)
    await house.keys.add(ended.allowed(LIMITS, []))
    await house.teams.add(a_team(name="Blue").allowed(Limits(), [MONTH]))
    await house.teams.add(a_team("t2"))
    await a_call(house, "user:ada", spent=85)

    ranking = await house.use.rank_allowances(limit=9, by=AUDITOR)

    assert [(each.kind, each.name, each.owner_name) for each in ranking.subjects] == [
        ("user", "ada@example.com", ""),
        ("team", "Blue", ""),
        ("key", "laptop", "Blue"),
    ]
    assert [each.measured.fullness for each in ranking.subjects] == [0.85, 0, 0]
    assert (ranking.next_cursor, ranking.whole) == (None, 3)


@pytest.mark.exhaustive
async def test_all_are_ranked_page_by_page_whatever_their_number() -> None:
    house = AdminHouse()
    names = [f"u{number:03}" for number in range(450)]
    for each in names:
        await house.users.add(a_user(each).allowed(Limits(), [DAY]))
    await a_call(house, "user:u449", spent=85)

    seen: list[str] = []
    ranking = await house.use.rank_allowances(limit=200, by=AUDITOR)
    seen += [each.id for each in ranking.subjects]
    while ranking.next_cursor is not None:
        cursor = ranking.next_cursor
        ranking = await house.use.rank_allowances(cursor=cursor, limit=200, by=AUDITOR)
        seen += [each.id for each in ranking.subjects]

    near = await house.use.rank_allowances(least=0.8, limit=200, by=AUDITOR)
    assert seen == ["u449", *names[:-1]]
    assert [each.id for each in near.subjects] == ["u449"]
    assert (ranking.whole, near.whole) == (450, 1)
    with pytest.raises(Invalid, match="cursor"):
        await house.use.rank_allowances(cursor="bm8=", limit=9, by=AUDITOR)


async def test_a_key_with_limits_is_made_by_who_may_change_budgets() -> None:
    house = AdminHouse()
    await house.users.add(a_user())

    terms = KeyTerms(limits=LIMITS, budgets=(DAY,))

    made = await house.use.create_key(
        "k",
        owner_kind="user",
        owner_id=ADA,
        expires_at=None,
        terms=terms,
        by=ADMIN,
    )

    assert (made.key.limits, made.key.budgets) == (LIMITS, (DAY,))
    with pytest.raises(Forbidden):
        await house.use.create_key(
            "k", owner_kind="user", owner_id=ADA, expires_at=None, terms=terms, by=AUDITOR
        )


async def test_who_changes_what_was_changed_meanwhile_is_told() -> None:
    house = AdminHouse()
    await house.users.add(a_user())
    known = Known.of(await house.use.set_allowance.read("user", ADA, by=ADMIN))
    allow = house.use.set_allowance

    await allow("user", ADA, limits=LIMITS, budgets=[], by=ADMIN, before=known)
    with pytest.raises(Conflict, match="meanwhile"):
        await allow("user", ADA, limits=Limits(), budgets=[DAY], by=ADMIN, before=known)
    seen = Known(limits=LIMITS, budgets=())
    changed = await allow("user", ADA, limits=LIMITS, budgets=[DAY], by=ADMIN, before=seen)

    assert (changed.limits, changed.budgets) == (LIMITS, (DAY,))


async def test_who_grants_models_that_are_others_meanwhile_is_told() -> None:
    house = AdminHouse()
    await house.users.add(a_user())
    await house.teams.add(a_team("t1"))
    team = TeamId("t1")

    await house.use.grant_models(ADA, ["a"], by=ADMIN, before=["*"])
    await house.use.change_team.grant(team, ["a"], by=ADMIN, before=["*"])

    with pytest.raises(Conflict, match="meanwhile"):
        await house.use.grant_models(ADA, ["b"], by=ADMIN, before=["*"])
    with pytest.raises(Conflict, match="meanwhile"):
        await house.use.change_team.grant(team, ["b"], by=ADMIN, before=["*"])
    assert (await house.users.get(ADA)).models == ("a",)
    assert (await house.teams.get(team)).models == ("a",)
