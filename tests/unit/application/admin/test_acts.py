from datetime import timedelta

import pytest

from adapters.inbound.admin.audit_use_cases import AuditUseCases
from application.audit.read_acts import NamedEntry
from application.audit.record_act import UsersAt, Witnessed
from domain.audit.act_filter import ActFilter
from domain.audit.entry import NOBODY, Outcome, Party
from domain.errors import Forbidden
from domain.paging import LIMIT_MAX
from tests.builders import NOON, a_key, a_team, a_user
from tests.unit.application.admin.admin_house import ADMIN, AUDITOR, ROOT, AdminHouse

EVERYTHING = ActFilter()


async def note(
    house: AdminHouse,
    action: str = "a",
    *,
    actor: Party | None = NOBODY,
    subject: Party | None = None,
    outcome: Outcome = "done",
    address: str = "",
) -> None:
    seen = Witnessed(
        action=action,
        outcome=outcome,
        actor=actor,
        address=address,
        subject=subject,
        code="forbidden" if outcome == "refused" else None,
        details={"why": action},
        place="10.0.0.0/24",
        request="r1",
    )
    await house.use.audit.record(seen)


async def listed(house: AdminHouse, wanted: ActFilter = EVERYTHING) -> tuple[NamedEntry, ...]:
    page = await house.use.audit.list_acts(wanted, cursor=None, limit=50, by=ROOT)
    return page.items


def audit_of(house: AdminHouse) -> AuditUseCases:
    return house.use.audit


async def test_an_act_is_noted_with_all_that_is_known_of_it() -> None:
    house = AdminHouse()
    ada = Party(kind="user", id="ada")

    await note(house, "ban", subject=ada, outcome="refused")

    ((entry),) = [each.entry for each in await listed(house)]
    act = entry.act
    assert (act.at, act.actor, act.action, act.outcome) == (NOON, NOBODY, "ban", "refused")
    assert (act.service, act.subject, act.code) == ("admin", ada, "forbidden")
    assert (act.details, act.place, act.request) == ({"why": "ban"}, "10.0.0.0/24", "r1")


async def test_who_acts_at_an_address_is_looked_up_and_the_address_is_not_kept() -> None:
    house = AdminHouse()
    root = await house.administrator("root")

    await note(house, "known", actor=None, address=" ROOT@x.org")
    await note(house, "unknown", actor=None, address="eve@x.org")
    await note(house, "senseless", actor=None, address="eve")

    actors = [each.entry.act.actor for each in await listed(house)]
    assert actors == [NOBODY, NOBODY, Party(kind="administrator", id=root.id)]


async def test_people_are_looked_up_by_their_address_too() -> None:
    house = AdminHouse()
    await house.users.add(a_user())
    at = UsersAt(house.users)

    assert await at("ada@example.com") == Party(kind="user", id="ada")
    assert await at("eve@example.com") == NOBODY
    assert await at("eve") == NOBODY


async def test_everybody_and_everything_is_named_as_it_is_called_now() -> None:
    house = AdminHouse()
    root = await house.administrator("root")
    await house.users.add(a_user())
    await house.keys.add(a_key())
    await house.teams.add(a_team(name="Blue"))
    administrator = Party(kind="administrator", id=root.id)
    parties = [
        Party(kind="user", id="ada"),
        Party(kind="key", id="k1"),
        Party(kind="team", id="t1"),
        administrator,
        Party(kind="user", id="gone"),
        Party(kind="administrator", id="gone"),
        Party(kind="team", id="gone"),
        None,
    ]

    for party in parties:
        await note(house, actor=administrator, subject=party)

    entries = await listed(house)
    assert [each.subject_name for each in entries] == [
        "",
        "",
        "",
        "",
        "root@x.org",
        "Blue",
        "laptop",
        "ada@example.com",
    ]
    assert {each.actor_name for each in entries} == {"root@x.org"}
    assert [each.entry.number for each in entries] == list(range(8, 0, -1))


async def test_a_filter_and_a_cursor_say_what_is_listed() -> None:
    house = AdminHouse()
    for action in ("a", "b", "a"):
        await note(house, action)
        house.clock.advance(timedelta(seconds=1))

    first = await house.use.audit.list_acts(EVERYTHING, cursor=None, limit=2, by=ROOT)
    rest = await house.use.audit.list_acts(
        EVERYTHING, cursor=first.next_cursor, limit=2, by=AUDITOR
    )

    assert [each.entry.number for each in (*first.items, *rest.items)] == [3, 2, 1]
    assert rest.next_cursor is None
    found = await listed(house, ActFilter(action="a", since=NOON + timedelta(seconds=1)))
    assert [each.entry.number for each in found] == [3]


async def test_an_export_has_every_entry_that_fits_page_by_page() -> None:
    house = AdminHouse()
    for number in range(LIMIT_MAX + 2):
        await note(house, "a" if number else "b")

    pages = [page async for page in await audit_of(house).export.begin(EVERYTHING, by=ROOT)]
    some = [
        page async for page in await audit_of(house).export.begin(ActFilter(action="b"), by=ROOT)
    ]

    assert [len(page) for page in pages] == [LIMIT_MAX, 2]
    assert [each.entry.number for page in some for each in page] == [1]


async def test_a_chain_that_is_whole_is_found_good() -> None:
    house = AdminHouse()
    for _ in range(3):
        await note(house)

    found = await house.use.audit.verify(by=ROOT)

    assert (found.is_good, found.entries) == (True, 3)


async def test_whoever_changes_things_does_not_watch_over_it() -> None:
    house = AdminHouse()
    audit = house.use.audit

    with pytest.raises(Forbidden, match="audit"):
        await audit.list_acts(EVERYTHING, cursor=None, limit=1, by=ADMIN)
    with pytest.raises(Forbidden, match="audit"):
        await audit.export.begin(EVERYTHING, by=ADMIN)
    with pytest.raises(Forbidden, match="audit"):
        await audit.verify(by=ADMIN)
