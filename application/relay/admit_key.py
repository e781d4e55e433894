from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from application.ports.api_keys import ApiKeys
from application.ports.clock import Clock
from application.ports.users import Users
from domain.accounts.api_key import ApiKey, digest_of, key_id_of
from domain.errors import NotFound, Unauthenticated, Unavailable
from domain.transactions.transaction import Payer

_TOUCH_EVERY: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmitKey:
    """Say on whose account a relay key's bearer calls.

    Raises `Unauthenticated` for a key that is unknown, revoked or expired, or whose owner
    may not sign in any more; `Forbidden`, with the reason, while its owner is banned.
    """

    keys: ApiKeys
    users: Users
    clock: Clock
    pepper: bytes = field(repr=False)

    async def __call__(self, text: str) -> Payer:
        now = self.clock()
        try:
            key = await self.keys.get(key_id_of(text))
        except NotFound:
            raise Unauthenticated("there is no such key") from None
        key.admit(digest_of(text, pepper=self.pepper), at=now)
        await self._check_owner(key, now)
        if key.last_used_at is None or now - key.last_used_at >= _TOUCH_EVERY:
            with suppress(Unavailable):  # who may read may call; a note of the time can wait
                await self.keys.touch(key.id, at=now)
        return Payer(user=key.user, team=key.team, key=key.id)

    async def _check_owner(self, key: ApiKey, now: datetime) -> None:
        if key.user is None:
            return
        try:
            owner = await self.users.get(key.user)
        except NotFound:
            raise Unauthenticated("the key's owner is gone") from None
        if not owner.is_active:
            raise Unauthenticated("the key's owner is disabled")
        owner.check_ban(at=now)
