"""SEC-13, SEC-14: what comes by mail: a new password, a confirmed address, an invitation."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from typing_extensions import override

from application.accounts.errands import Errands
from application.ports.post import Letter, Post
from application.ports.users import Users
from domain.accounts.registration import Registration, Unverified
from domain.accounts.ticket import Ticket, ticket_digest
from domain.accounts.user import email
from domain.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, Unavailable
from tests.builders import NOON
from tests.contracts.second_factors import a_factor
from tests.unit.application.chat.chat_house import House
from tests.unit.application.chat.scripted_model import PlainPasswords

ADA = "ada@x.org"
OPEN = Registration(verify=True)


async def last_text(house: House) -> str:
    """The secret of the last letter's link."""
    await house.accounts.errands.all_done()
    found = re.search(r"http://localhost:8080/\w+#(\w+)", house.accounts.post.letters[-1].text)
    assert found is not None
    return found[1]


async def an_invitation(house: House, text: str, *, to: str | None) -> None:
    await house.accounts.tickets.add(
        Ticket(
            id=ticket_digest(text),
            kind="invitation",
            user=None,
            email=None if to is None else email(to),
            created_at=NOON,
            expires_at=NOON + timedelta(days=1),
        )
    )


async def test_a_letter_s_link_sets_a_new_password_once() -> None:
    house = House()
    await house.use.register_user(ADA, "correct horse", name="Ada")
    await house.use.accounts.ask_for_reset(ADA, place="here")
    text = await last_text(house)

    with pytest.raises(Invalid):
        await house.use.accounts.set_new_password(text, password="short")
    await house.use.accounts.set_new_password(text, password="battery staple")

    user = await house.use.sign_in_user(ADA, "battery staple", place="here")
    assert user.verified_at == NOON
    with pytest.raises(NotFound, match="is over"):
        await house.use.accounts.set_new_password(text, password="another staple")


class DisabledMeanwhile(PlainPasswords):
    """While a password is hashed, an administrator disables the account."""

    def __init__(self, users: Users) -> None:
        super().__init__()
        self._users = users

    @override
    async def hash(self, password: str) -> str:
        ada = await self._users.by_email(email(ADA))
        assert ada is not None
        await self._users.save(ada.disable())
        return await super().hash(password)


async def test_who_is_disabled_meanwhile_gets_no_new_password() -> None:
    house = House()
    user = await house.use.register_user(ADA, "correct horse", name="Ada")
    await house.use.accounts.ask_for_reset(ADA, place="here")
    use = replace(house.use.accounts.set_new_password, passwords=DisabledMeanwhile(house.users))

    with pytest.raises(NotFound, match="is over"):
        await use(await last_text(house), password="battery staple")

    assert (await house.users.get(user.id)).password_hash == user.password_hash


async def test_a_new_password_ends_every_session_and_no_second_factor() -> None:
    house = House()
    user = await house.use.register_user(ADA, "correct horse", name="Ada")
    await house.accounts.factors.add(a_factor(user.id).confirm([], at=NOON))
    signed = await house.use.open_session(user.id)
    await house.use.accounts.ask_for_reset(ADA, place="here")

    await house.use.accounts.set_new_password(await last_text(house), password="battery staple")

    with pytest.raises(DomainError, match="session is over"):
        await house.use.authenticate(signed.access_token)
    assert await house.use.accounts.second_factor.read(user.id) is not None


async def test_a_reset_is_over_after_a_quarter_of_an_hour_and_after_the_next_one() -> None:
    house = House()
    await house.use.register_user(ADA, "correct horse", name="Ada")
    await house.use.accounts.ask_for_reset(ADA, place="here")
    first = await last_text(house)
    await house.use.accounts.ask_for_reset(ADA, place="here")
    second = await last_text(house)

    with pytest.raises(NotFound):
        await house.use.accounts.set_new_password(first, password="battery staple")
    house.clock.advance(timedelta(minutes=15))
    with pytest.raises(NotFound):
        await house.use.accounts.set_new_password(second, password="battery staple")


async def test_nobody_and_the_disabled_get_no_letter_and_the_same_answer() -> None:
    house = House()
    eve = await house.use.register_user("eve@x.org", "battery staple", name="Eve")
    await house.users.save(eve.disable())

    await house.use.accounts.ask_for_reset("nobody@x.org", place="here")
    await house.use.accounts.ask_for_reset("eve@x.org", place="here")

    await house.accounts.errands.all_done()
    assert house.accounts.post.letters == []


async def test_an_address_gets_five_letters_from_wherever_they_are_asked_for() -> None:
    house = House()
    await house.use.register_user(ADA, "correct horse", name="Ada")

    for number in range(9):
        await house.use.accounts.ask_for_reset(ADA, place=f"place {number}")

    await house.accounts.errands.all_done()
    assert len(house.accounts.post.letters) == 5


async def test_where_it_is_wished_an_address_is_confirmed_before_the_account_opens() -> None:
    house = House(registration=OPEN)
    enrolled = await house.use.accounts.enrol(ADA, "correct horse", name="Ada")
    text = await last_text(house)
    user = await house.use.sign_in_user(ADA, "correct horse", place="here")

    with pytest.raises(Unverified):
        await house.use.accounts.require_verified(user)
    await house.use.accounts.verify_email(text)

    assert enrolled is None
    await house.use.accounts.require_verified(await house.users.get(user.id))
    with pytest.raises(NotFound):
        await house.use.accounts.verify_email(text)


async def test_who_registers_a_known_address_learns_nothing_and_its_owner_gets_a_letter() -> None:
    house = House(registration=OPEN)
    await house.use.accounts.enrol(ADA, "correct horse", name="Ada")
    await house.accounts.errands.all_done()

    again = await house.use.accounts.enrol(ADA, "battery staple", name="Eve")

    await house.accounts.errands.all_done()
    assert again is None
    assert house.accounts.post.letters[-1].subject == "You have an account of Parley"
    assert "#" not in house.accounts.post.letters[-1].text


async def test_without_letters_a_known_address_is_said_to_be_known() -> None:
    house = House()
    await house.use.accounts.enrol(ADA, "correct horse", name="Ada")

    with pytest.raises(Conflict):
        await house.use.accounts.enrol(ADA, "battery staple", name="Eve")


@pytest.mark.parametrize("policy", ["invite", "closed"])
async def test_an_invitation_opens_one_account_whatever_the_policy(policy: str) -> None:
    house = House(registration=Registration(policy="invite" if policy == "invite" else "closed"))
    await an_invitation(house, "secret", to=None)

    with pytest.raises(Forbidden):
        await house.use.accounts.enrol(ADA, "correct horse", name="Ada")
    await house.use.accounts.enrol(ADA, "correct horse", name="Ada", invitation="secret")

    with pytest.raises(NotFound):
        await house.use.accounts.enrol(
            "eve@x.org", "battery staple", name="Eve", invitation="secret"
        )


async def test_an_invitation_for_an_address_is_for_that_one_and_confirms_it() -> None:
    house = House(registration=Registration(policy="invite", verify=True))
    await an_invitation(house, "secret", to=ADA)

    with pytest.raises(Invalid, match="another address"):
        await house.use.accounts.enrol(
            "eve@x.org", "battery staple", name="Eve", invitation="secret"
        )
    user = await house.use.accounts.enrol(ADA, "correct horse", name="Ada", invitation="secret")

    assert user is not None
    assert user.verified_at == NOON


async def test_a_password_that_cannot_be_uses_no_invitation_up() -> None:
    house = House(registration=Registration(policy="invite"))
    await an_invitation(house, "secret", to=None)

    with pytest.raises(Invalid):
        await house.use.accounts.enrol(ADA, "short", name="Ada", invitation="secret")

    assert await house.use.accounts.enrol(
        ADA, "correct horse", name="Ada", invitation="secret"
    ) == await house.users.by_email(email(ADA))


@pytest.mark.parametrize(
    ("address", "is_let_in"),
    [(ADA, True), ("a@evil-x.org", False), ("a@x.org.evil", False), ("a@sub.x.org", False)],
)
async def test_domains_are_whole_ones(address: str, *, is_let_in: bool) -> None:
    registration = Registration(domains=("x.org",))

    if is_let_in:
        registration.check(email(address), is_invited=False)
    else:
        with pytest.raises(Forbidden, match="domain"):
            registration.check(email(address), is_invited=False)
    registration.check(email(address), is_invited=True)


class DeadPost(Post):
    def __init__(self, *, takes_from: int) -> None:
        self.tries = 0
        self.takes_from = takes_from

    @override
    async def send(self, letter: Letter) -> None:
        self.tries += 1
        if self.tries < self.takes_from:
            raise Unavailable("the mail server took no mail")


@pytest.mark.parametrize(("takes_from", "told"), [(3, 0), (9, 1)])
async def test_an_errand_is_tried_three_times_and_then_told(takes_from: int, told: int) -> None:
    failures: list[DomainError] = []
    errands, post = Errands(told=failures.append, pause_s=0), DeadPost(takes_from=takes_from)

    errands.run(lambda: post.send(Letter(to=email(ADA), subject="s", text="t")))
    await errands.all_done()

    assert (post.tries, len(failures)) == (3, told)
