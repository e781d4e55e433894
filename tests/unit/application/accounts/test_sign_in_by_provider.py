"""Who is let in by a provider's word, on memory adapters."""

from dataclasses import dataclass, field, replace

import pytest
from typing_extensions import override

from adapters.outbound.memory.users import MemoryUsers
from application.accounts.sign_in_by_provider import provider_named
from application.ports.identity_providers import IdentityProvider
from application.ports.users import Users
from domain.accounts.identity import Claims, Identity, ProviderRules
from domain.accounts.registration import Registration
from domain.accounts.sign_in_flow import SignInFlow
from domain.accounts.ticket import Ticket, ticket_digest
from domain.accounts.user import Email, User, email
from domain.errors import Conflict, Forbidden, NotFound, Unauthenticated
from domain.ids import UserId
from domain.paging import Page
from tests.builders import ADA, EVE, a_user
from tests.unit.application.chat.chat_house import NOON, House

CLAIMS = Claims(
    issuer="https://a.example", subject="s1", email=email("ada@x.org"), name="Ada Lovelace"
)


@dataclass
class Says(IdentityProvider):
    """A provider that says the same of everybody."""

    said: Claims = CLAIMS
    kept: ProviderRules = field(default_factory=lambda: ProviderRules(name="a", label="A"))
    codes: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    @property
    @override
    def rules(self) -> ProviderRules:
        return self.kept

    @override
    async def address(self, flow: SignInFlow) -> str:
        return f"https://a.example/?state={flow.state}"

    @override
    async def redeem(self, flow: SignInFlow, code: str, *, issuer: str) -> Claims:
        self.codes.append((code, issuer))
        return self.said


@dataclass
class Door:
    provider: Says = field(default_factory=Says)
    registration: Registration = field(default_factory=Registration)

    def __post_init__(self) -> None:
        self.house = House(registration=self.registration, providers={"a": self.provider})
        self.use = self.house.accounts.accounts.providers
        self.identities = self.house.accounts.identities

    async def begun(self, user: UserId | None = None) -> SignInFlow:
        begun = await self.use.begin("a", user=user)
        state = begun.address.rpartition("=")[2]
        return SignInFlow(provider="a", state=state, browser=begun.browser)


async def test_what_was_begun_is_heard_once_with_its_code_and_who_gave_it() -> None:
    door = Door()
    flow = await door.begun()

    heard = await door.use.hear(flow, code="c", issuer="i", user=None)

    assert heard == CLAIMS
    assert door.provider.codes == [("c", "i")]
    with pytest.raises(Unauthenticated, match="is over, was used, or began in another browser"):
        await door.use.hear(flow, code="c", issuer="i", user=None)


async def test_what_one_began_is_for_nobody_else_and_stays_theirs() -> None:
    door = Door()
    flow = await door.begun(ADA)

    for user in (None, EVE):
        with pytest.raises(Unauthenticated, match="began in another browser"):
            await door.use.hear(flow, code="c", issuer="", user=user)

    assert door.provider.codes == []
    assert await door.use.hear(flow, code="c", issuer="", user=ADA) == CLAIMS


async def test_a_provider_s_own_rules_are_checked_whenever_it_is_heard() -> None:
    door = Door(Says(kept=ProviderRules(name="a", label="A", domains=("y.org",))))
    flow = await door.begun()

    with pytest.raises(Forbidden, match="may not come by A"):
        await door.use.hear(flow, code="c", issuer="", user=None)


async def test_a_provider_that_is_none_is_not_there() -> None:
    with pytest.raises(NotFound, match="nobody signs in by this provider"):
        provider_named({}, "a")
    with pytest.raises(NotFound):
        await Door().use.begin("b")


async def test_a_new_account_is_confirmed_named_and_without_a_password() -> None:
    door = Door()

    user = await door.use.enter("a", CLAIMS)

    assert (user.email, user.name, user.password_hash) == ("ada@x.org", "Ada Lovelace", None)
    assert (user.created_at, user.verified_at, user.last_seen_at) == (NOON, NOON, NOON)
    (identity,) = await door.identities.of(user.id)
    assert identity == Identity.of(CLAIMS, user.id, provider="a", at=NOON)
    assert (await door.use.enter("a", CLAIMS)).id == user.id


async def test_an_invitation_opens_what_registering_shuts_once() -> None:
    door = Door(
        Says(kept=ProviderRules(name="a", label="A", sign_up="never")),
        Registration(policy="closed"),
    )
    ticket = Ticket(
        id=ticket_digest("text"),
        kind="invitation",
        user=None,
        email=None,
        created_at=NOON,
        expires_at=NOON.replace(year=2027),
    )
    await door.house.accounts.tickets.add(ticket)
    other = replace(CLAIMS, subject="s2", email=email("eve@x.org"))

    with pytest.raises(Forbidden, match="opens no new accounts"):
        await door.use.enter("a", CLAIMS)
    user = await door.use.enter("a", CLAIMS, invitation="text")

    assert user.email == "ada@x.org"
    with pytest.raises(NotFound, match="is over"):
        await door.use.enter("a", other, invitation="text")


async def test_an_address_that_has_an_account_is_told_to_connect() -> None:
    door = Door()
    await door.house.use.register_user("ada@x.org", "correct horse", name="Ada")

    with pytest.raises(Conflict, match="sign in to it, then connect A in its settings"):
        await door.use.enter("a", CLAIMS)

    assert await door.identities.find(CLAIMS.id) is None


async def test_the_address_of_an_account_is_confirmed_by_whoever_confirms_that_very_one() -> None:
    door = Door()
    made = await door.house.use.register_user("ada@x.org", "correct horse", name="Ada")
    await door.use.link(made.id, "a", replace(CLAIMS, email=email("ada@home.org")))

    elsewhere = await door.use.enter("a", replace(CLAIMS, email=email("ada@home.org")))
    here = await door.use.enter("a", CLAIMS)

    assert (elsewhere.verified_at, here.verified_at) == (None, NOON)
    assert here.email == "ada@x.org"


async def test_who_comes_twice_at_once_gets_one_account() -> None:
    """The slower of two finds the identity of the faster, and no account yet."""
    door = Door()
    await door.identities.add(Identity.of(CLAIMS, ADA, provider="a", at=NOON))

    user = await door.use.enter("a", CLAIMS)

    assert user.id == ADA
    assert [each.user for each in await door.identities.of(ADA)] == [ADA]


@dataclass
class Quicker(Users):
    """Between our look and our adding somebody registers with the address."""

    kept: MemoryUsers = field(default_factory=MemoryUsers)

    @override
    async def add(self, user: User) -> User:
        raise Conflict(f"there is an account for {user.email} already")

    @override
    async def get(self, id: UserId) -> User:
        return await self.kept.get(id)

    @override
    async def by_email(self, email: Email) -> User | None:
        return await self.kept.by_email(email)

    @override
    async def save(self, user: User) -> User:
        return await self.kept.save(user)

    @override
    async def search(self, text: str, *, cursor: str | None, limit: int) -> Page[User]:
        return await self.kept.search(text, cursor=cursor, limit=limit)


async def test_a_password_account_that_was_quicker_leaves_no_identity_that_leads_nowhere() -> None:
    door = Door()

    entering = replace(door.use.enter, users=Quicker())

    with pytest.raises(Conflict, match="there is an account"):
        await entering("a", CLAIMS)

    assert await door.identities.find(CLAIMS.id) is None


async def test_an_identity_leads_to_one_account_alone() -> None:
    door = Door()
    await door.house.users.add(a_user())
    linked = await door.use.link(ADA, "a", CLAIMS)

    assert await door.use.link(ADA, "a", CLAIMS) == linked
    with pytest.raises(Conflict, match="has another account here"):
        await door.use.link(EVE, "a", CLAIMS)
    door.house.users.erase(ADA)
    assert (await door.use.link(EVE, "a", CLAIMS)).user == EVE
    linked = await door.use.link(EVE, "a", CLAIMS)
    with pytest.raises(NotFound, match="not connected"):
        await door.use.unlink(ADA, linked.id)


async def test_the_last_of_several_ways_in_stays_without_a_password() -> None:
    door = Door()
    user = await door.use.enter("a", CLAIMS)
    second = await door.use.link(user.id, "a", replace(CLAIMS, subject="s2"))

    await door.use.unlink(user.id, CLAIMS.id)

    with pytest.raises(Conflict, match="the only way into your account"):
        await door.use.unlink(user.id, second.id)
    await door.house.users.save(replace(await door.house.users.get(user.id), password_hash="h"))
    await door.use.unlink(user.id, second.id)
    assert await door.identities.of(user.id) == []
