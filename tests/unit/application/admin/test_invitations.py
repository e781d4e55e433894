from datetime import timedelta

import pytest

from application.admin.invitations import MadeInvitation
from domain.accounts.ticket import ticket_digest
from domain.errors import Conflict, Forbidden, Invalid
from domain.repeats import Repeatable
from tests.builders import NOON
from tests.unit.application.admin.admin_house import ADMIN, AUDITOR, AdminHouse


async def test_an_invitation_is_a_link_whose_text_nobody_keeps() -> None:
    house = AdminHouse()

    made = await house.use.invite(" Eve@X.org", days=3, mailed=False, by=ADMIN)

    site, text = made.link.split("#")
    assert site == "http://localhost:8080/register"
    assert made.ticket.id == ticket_digest(text)
    assert (made.ticket.kind, made.ticket.user) == ("invitation", None)
    assert (made.ticket.email, made.ticket.created_at) == ("eve@x.org", NOON)
    assert made.ticket.expires_at == NOON + timedelta(days=3)
    assert text not in repr(made)
    assert house.post.letters == []
    assert list(await house.use.list_invitations(by=AUDITOR)) == [made.ticket]


async def test_it_is_mailed_where_that_is_wished() -> None:
    house = AdminHouse()

    made = await house.use.invite("eve@x.org", days=30, mailed=True, by=ADMIN)

    (letter,) = house.post.letters
    assert letter.to == "eve@x.org"
    assert made.link in letter.text


async def test_one_without_an_address_is_for_whoever_has_it() -> None:
    made = await AdminHouse().use.invite(None, days=1, mailed=False, by=ADMIN)

    assert made.ticket.email is None


@pytest.mark.parametrize(
    ("address", "days", "mailed", "why"),
    [
        (None, 0, False, "1 to 30 days"),
        (None, 31, False, "1 to 30 days"),
        (None, 1, True, "needs an address"),
        ("eve", 1, False, "address"),
    ],
)
async def test_what_cannot_be_is_no_invitation(
    address: str | None, days: int, why: str, *, mailed: bool
) -> None:
    house = AdminHouse()

    with pytest.raises(Invalid, match=why):
        await house.use.invite(address, days=days, mailed=mailed, by=ADMIN)

    assert list(await house.use.list_invitations(by=ADMIN)) == []


async def test_one_that_is_revoked_or_over_is_listed_no_more() -> None:
    house = AdminHouse()
    revoked = await house.use.invite(None, days=3, mailed=False, by=ADMIN)
    await house.use.invite(None, days=1, mailed=False, by=ADMIN)

    await house.use.revoke_invitation(revoked.ticket.id, by=ADMIN)
    assert len(await house.use.list_invitations(by=ADMIN)) == 1
    house.clock.advance(timedelta(days=1))

    assert list(await house.use.list_invitations(by=ADMIN)) == []


async def test_an_auditor_only_looks_at_them() -> None:
    house = AdminHouse()
    made = await house.use.invite(None, days=3, mailed=False, by=ADMIN)

    with pytest.raises(Forbidden):
        await house.use.invite(None, days=3, mailed=False, by=AUDITOR)
    with pytest.raises(Forbidden):
        await house.use.revoke_invitation(made.ticket.id, by=AUDITOR)

    assert list(await house.use.list_invitations(by=AUDITOR)) == [made.ticket]


AGAIN = Repeatable(by="root", key="k1", said="eve")


async def test_rel_16_one_that_is_asked_for_again_is_the_same_and_mailed_once() -> None:
    house = AdminHouse()

    async def ask(to: str = "eve@x.org", days: int = 3) -> MadeInvitation:
        return await house.use.invite(to, days=days, mailed=True, by=ADMIN, repeatable=AGAIN)

    first = await ask()
    house.clock.advance(timedelta(hours=1))
    second = await ask()

    assert second == first
    assert second.link == first.link
    assert len(house.post.letters) == 1
    for to, days in (("bob@x.org", 3), ("eve@x.org", 4)):
        with pytest.raises(Conflict, match="used for another invitation"):
            await ask(to, days)
    assert list(await house.use.list_invitations(by=ADMIN)) == [first.ticket]
