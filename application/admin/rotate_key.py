from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from application.admin.create_key import CreatedKey
from application.admin.owners import owner_names
from application.admin.permissions import Principal, authorise
from application.ports.api_keys import ApiKeys
from application.ports.clock import Clock
from application.ports.ids import NewId, NewSecret
from application.ports.teams import Teams
from application.ports.users import Users
from domain.accounts.api_key import ApiKey, digest_of, write_key
from domain.errors import Invalid
from domain.ids import KeyId

OVERLAP_MAX: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class RotateKey:
    """Make a key that may do what another one may, which goes on for the time of the overlap.

    Raises `Conflict` for a key that has ended, or that somebody else changes at this moment.
    """

    keys: ApiKeys
    users: Users
    teams: Teams
    pepper: bytes = field(repr=False)
    new_id: NewId
    new_secret: NewSecret
    clock: Clock

    async def __call__(self, id: KeyId, *, overlap: timedelta, by: Principal) -> CreatedKey:
        authorise(by, "change_keys")
        if not timedelta(0) <= overlap <= OVERLAP_MAX:
            raise Invalid(f"an overlap is between 0 and {OVERLAP_MAX.days} days")
        now, old = self.clock(), await self.keys.get(id)
        # The old one first: a new key without an end of the old one would be a second key.
        await self.keys.save(old.retire(now + overlap, at=now))
        key, secret = self._successor(old, now)
        made = await self.keys.add(key)
        names = await owner_names([made], self.users, self.teams)
        return CreatedKey(key=made, owner_name=names[made.id], secret=secret)

    def _successor(self, old: ApiKey, now: datetime) -> tuple[ApiKey, str]:
        key_id = KeyId(self.new_id())
        secret = write_key(key_id, self.new_secret())
        successor = replace(
            old,
            id=key_id,
            digest=digest_of(secret, pepper=self.pepper),
            last4=secret[-4:],
            created_at=now,
            last_used_at=None,
            version=0,
        )
        return successor, secret
