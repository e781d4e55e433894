"""Signing in where a provider of identities says who somebody is.

Whom it names is told by issuer and subject alone. An address leads nobody into an account that is
there: whoever can make some provider say an address would have the account, and whoever opened an
account with another's address beforehand would keep a way into it (ADR 0048).
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from application.accounts.register_user import RegisterUser
from application.ports.clock import Clock
from application.ports.identities import Identities
from application.ports.identity_providers import IdentityProvider
from application.ports.ids import NewId, NewSecret
from application.ports.tickets import Tickets
from application.ports.users import Users
from domain.accounts.identity import Claims, Identity
from domain.accounts.sign_in_flow import SignInFlow
from domain.accounts.ticket import LASTING, Ticket
from domain.accounts.user import Email, User
from domain.errors import Conflict, Forbidden, NotFound, Unauthenticated
from domain.ids import UserId

IdentityProviders: TypeAlias = Mapping[str, IdentityProvider]
_TRIES: Final = 4
NO_WAY_BACK: Final = "this way back is over, was used, or began in another browser; begin again"


def provider_named(providers: IdentityProviders, name: str) -> IdentityProvider:
    """Raise `NotFound`."""
    found = providers.get(name)
    if found is None:
        raise NotFound("nobody signs in by this provider here")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """Where the browser goes, and the secret that it keeps meanwhile."""

    address: str
    browser: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginAtProvider:
    """Send a browser to a provider: to sign in, or for `user`, to link what it comes back with.

    Raises `NotFound` for a provider that is none, `UpstreamFailed` while it is away.
    """

    providers: IdentityProviders
    tickets: Tickets
    new_secret: NewSecret
    clock: Clock

    async def __call__(self, name: str, *, user: UserId | None = None) -> Begun:
        provider = provider_named(self.providers, name)
        flow = SignInFlow(provider=name, state=self.new_secret(), browser=self.new_secret())
        address = await provider.address(flow)
        now = self.clock()
        await self.tickets.add(
            Ticket(
                id=flow.id,
                kind="provider",
                user=user,
                email=None,
                created_at=now,
                expires_at=now + LASTING["provider"],
            )
        )
        return Begun(address=address, browser=flow.browser)


@dataclass(frozen=True, slots=True, kw_only=True)
class HearProvider:
    """What the provider says of who came back, once, to the browser that was sent.

    `user` is for whom it was begun. Raises `Unauthenticated` for what is over, was used, or was
    begun elsewhere, and for an answer that cannot be believed.
    """

    providers: IdentityProviders
    tickets: Tickets
    clock: Clock

    async def __call__(
        self, flow: SignInFlow, *, code: str, issuer: str, user: UserId | None
    ) -> Claims:
        provider = provider_named(self.providers, flow.provider)
        now = self.clock()
        try:
            ticket = await self.tickets.find(flow.id, "provider", at=now)
            if ticket.user == user:
                await self.tickets.take(flow.id, "provider", at=now)
        except NotFound:
            raise Unauthenticated(NO_WAY_BACK) from None
        if ticket.user != user:
            raise Unauthenticated(NO_WAY_BACK)
        claims = await provider.redeem(flow, code, issuer=issuer)
        provider.rules.check(claims)
        return claims


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterByProvider:
    """The account of whom a provider named; a new one, where the rules of registering let it.

    Raises `Forbidden` for who is disabled, banned or may not register, and without a confirmed
    address; `Conflict` where the address has an account that is not linked.
    """

    providers: IdentityProviders
    identities: Identities
    users: Users
    register: RegisterUser
    new_id: NewId
    clock: Clock

    async def __call__(self, name: str, claims: Claims, *, invitation: str = "") -> User:
        user = await self._known(claims) or await self._new(name, claims, invitation)
        if not user.is_active:
            raise Forbidden("this account is disabled; ask an administrator of your team")
        user.check_ban(at=self.clock())
        return await self._see(user, claims)

    async def _known(self, claims: Claims) -> User | None:
        """`None` also where the identity is there, and its account was not finished."""
        identity = await self.identities.find(claims.id)
        if identity is None:
            return None
        with suppress(NotFound):
            return await self.users.get(identity.user)
        return None

    async def _new(self, name: str, claims: Claims, invitation: str) -> User:
        rules = provider_named(self.providers, name).rules
        if claims.email is None:
            raise Forbidden(f"{rules.label} does not say that your e-mail address is confirmed")
        if await self.users.by_email(claims.email) is not None:
            raise Conflict(
                "your e-mail address has an account already; sign in to it, "
                f"then connect {rules.label} in its settings"
            )
        ticket = await self.register.invited(invitation, claims.email)
        if rules.sign_up == "never" and ticket is None:
            raise Forbidden(f"{rules.label} opens no new accounts here; ask an administrator")
        if rules.sign_up != "always":
            registration = await self.register.registration()
            registration.check(claims.email, is_invited=ticket is not None)
        if ticket is not None:
            await self.register.tickets.take(ticket.id, "invitation", at=self.clock())
        return await self._add(name, claims, claims.email)

    async def _add(self, name: str, claims: Claims, address: Email) -> User:
        """First the identity: whoever dies in between, or comes twice at once, finds it again."""
        now = self.clock()
        fresh = Identity.of(claims, UserId(self.new_id()), provider=name, at=now)
        with suppress(Conflict):
            await self.identities.add(fresh)
        identity = await self.identities.find(claims.id) or fresh
        user = User(
            id=identity.user,
            email=address,
            name=claims.shown_name,
            password_hash=None,
            created_at=now,
            verified_at=now,
        )
        try:
            return await self.users.add(user)
        except Conflict:
            if (known := await self._known(claims)) is not None:
                return known
            await self.identities.remove(identity.id, user=identity.user)
            raise

    async def _see(self, user: User, claims: Claims) -> User:
        now = self.clock()
        for _ in range(_TRIES):
            seen = user.seen(at=now)
            if claims.email == user.email:
                seen = seen.verified(at=now)
            try:
                return await self.users.save(seen)
            except Conflict:
                user = await self.users.get(user.id)
        return user


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkIdentity:
    """Let whom a provider named into this account from now on.

    Raises `Conflict` when that leads to another account.
    """

    identities: Identities
    users: Users
    clock: Clock

    async def __call__(self, user: UserId, name: str, claims: Claims) -> Identity:
        identity = Identity.of(claims, user, provider=name, at=self.clock())
        known = await self.identities.find(identity.id)
        if known is not None and known.user == user:
            return known
        if known is not None:
            await self._forget_unfinished(known)
        await self.identities.add(identity)
        return identity

    async def _forget_unfinished(self, known: Identity) -> None:
        """Its account may never have come to be."""
        try:
            await self.users.get(known.user)
        except NotFound:
            await self.identities.remove(known.id, user=known.user)
        else:
            raise Conflict("whoever you are there has another account here")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkIdentity:
    """Raises `NotFound` for what is not theirs, `Conflict` for the last way into an account."""

    identities: Identities
    users: Users

    async def __call__(self, user: UserId, id: str) -> None:
        theirs = await self.identities.of(user)
        if id not in {each.id for each in theirs}:
            raise NotFound("this is not connected")
        if len(theirs) == 1 and not (await self.users.get(user)).has_password:
            raise Conflict("this is the only way into your account; choose a password first")
        await self.identities.remove(id, user=user)
