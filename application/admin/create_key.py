from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, assert_never

from application.admin.permissions import Principal, authorise
from application.ports.api_keys import ApiKeys
from application.ports.clock import Clock
from application.ports.ids import NewId, NewSecret
from application.ports.teams import Teams
from application.ports.users import Users
from domain.accounts.access import Scope
from domain.accounts.api_key import ApiKey, digest_of, write_key
from domain.allowances.terms import Budget, Limits
from domain.errors import Conflict, Invalid
from domain.ids import KeyId, TeamId, UserId
from domain.repeats import Repeatable

OwnerKind = Literal["user", "team"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyTerms:
    """What a new key may do, and how much of it, beside what its owner may."""

    scope: Scope = field(default_factory=Scope)
    limits: Limits = field(default_factory=Limits)
    budgets: tuple[Budget, ...] = ()

    @property
    def is_limited(self) -> bool:
        return self.limits != Limits() or self.budgets != ()


UNRESTRICTED: Final = KeyTerms()


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatedKey:
    """`secret` is the key's whole text: shown once, kept nowhere but as a digest."""

    key: ApiKey
    owner_name: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateKey:
    """Make a relay key for a user or a team that is there.

    Raises `NotFound` for an owner that is not, `Conflict` for one that is disabled. What is asked
    for again gives the same key again, whole; `Conflict` where other words were said before.
    """

    keys: ApiKeys
    users: Users
    teams: Teams
    pepper: bytes = field(repr=False)
    new_id: NewId
    new_secret: NewSecret
    clock: Clock

    async def __call__(  # noqa: PLR0913 - what a key is made of, and how it is asked for
        self,
        name: str,
        *,
        owner_kind: OwnerKind,
        owner_id: str,
        expires_at: datetime | None,
        terms: KeyTerms = UNRESTRICTED,
        by: Principal,
        repeatable: Repeatable | None = None,
    ) -> CreatedKey:
        authorise(by, "change_keys")
        if terms.is_limited:
            authorise(by, "change_budgets")
        now = self.clock()
        if expires_at is not None and expires_at <= now:
            raise Invalid("the key's end lies in the past")
        owner_name = await self._owner_name(owner_kind, owner_id)
        key_id = KeyId(self.new_id()) if repeatable is None else self.id_of(repeatable)
        secret = write_key(key_id, self._chance(repeatable))
        key = ApiKey(
            id=key_id,
            name=name.strip(),
            user=UserId(owner_id) if owner_kind == "user" else None,
            team=TeamId(owner_id) if owner_kind == "team" else None,
            digest=digest_of(secret, pepper=self.pepper),
            last4=secret[-4:],
            created_at=now,
            expires_at=expires_at,
            scope=terms.scope,
            limits=terms.limits,
            budgets=terms.budgets,
        )
        added = await self._added(key, is_repeatable=repeatable is not None)
        return CreatedKey(key=added, owner_name=owner_name, secret=secret)

    def id_of(self, repeatable: Repeatable) -> KeyId:
        return KeyId(repeatable.id(pepper=self.pepper))

    def _chance(self, repeatable: Repeatable | None) -> str:
        return self.new_secret() if repeatable is None else repeatable.secret(pepper=self.pepper)

    async def _added(self, key: ApiKey, *, is_repeatable: bool) -> ApiKey:
        try:
            return await self.keys.add(key)
        except Conflict:
            if not is_repeatable:
                raise
        known = await self.keys.get(key.id)
        if known.digest != key.digest:
            raise Conflict("this Idempotency-Key was used for another key")
        return known

    async def _owner_name(self, kind: OwnerKind, id: str) -> str:
        match kind:
            case "user":
                user = await self.users.get(UserId(id))
                if not user.is_active:
                    raise Conflict(f"{user.email} is disabled and cannot have a new key")
                return user.name
            case "team":
                return (await self.teams.get(TeamId(id))).name
            case _:
                assert_never(kind)
