"""What an account shows beside its password: codes of an authenticator, or a backup code.

Every try is counted before it is judged, and each code counts once: both are fields of the row,
so that of many tries at the same moment no more get through than of many in a row.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Self

from domain.accounts import totp
from domain.errors import Forbidden, RateLimited

BACKUP_CODES: Final = 10
_BACKUP_LENGTH: Final = 10
"""Letters of base 32: fifty bits."""
_FREE: Final = 5
_WAIT: Final = timedelta(minutes=5)
_WAIT_MAX: Final = timedelta(hours=1)
_FORGOTTEN_AFTER: Final = timedelta(days=1)


class WrongCode(Forbidden):
    code = "wrong_code"


class SecondFactorMissing(Forbidden):
    """The account may do nothing before it has set up a second factor."""

    code = "second_factor_missing"


def backup_code(chance: str) -> str:
    """Make a backup code of what nobody can guess, such as `k3vqz-7mw2a`."""
    digest = hashlib.sha256(f"backup:{chance}".encode()).digest()
    letters = base64.b32encode(digest).decode().lower()[:_BACKUP_LENGTH]
    return f"{letters[:5]}-{letters[5:]}"


def backup_digest(account: str, code: str, *, pepper: bytes) -> str:
    """What is kept of one. The pepper keeps fifty bits out of reach of whoever has a copy."""
    text = f"backup code\n{account}\n{code.replace('-', '')}"
    return hmac.new(pepper, text.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactor:
    """`id` is the account's. It asks for nothing until it is confirmed by a first code."""

    id: str
    sealed_secret: str = field(repr=False)
    created_at: datetime
    confirmed_at: datetime | None = None
    last_step: int = 0
    backup_digests: tuple[str, ...] = field(default=(), repr=False)
    failures: int = 0
    failed_at: datetime | None = None
    version: int = 0

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    def tried(self, *, at: datetime) -> Self:
        """Count a try, as a failure until it is found good. Raises `RateLimited` after too many."""
        failures = self._failures(at)
        wait_s = self._wait_s(failures, at)
        if wait_s > 0:
            raise RateLimited(f"too many tries; wait {wait_s} seconds", retry_after_s=wait_s)
        return replace(self, failures=failures + 1, failed_at=at)

    def accept(self, code: str, *, secret: bytes, pepper: bytes, at: datetime) -> Self:
        """Use up a code of either kind. Raises `WrongCode`, also for one that was used."""
        given = "".join(code.split()).replace("-", "").lower()
        if given.isascii() and given.isdigit():
            step = totp.step_of(secret, given, at=at, after=self.last_step)
            if step is None:
                raise WrongCode("the code is wrong, or was used before; wait for the next one")
            return replace(self, last_step=step, failures=0, failed_at=None)
        digest = backup_digest(self.id, given, pepper=pepper)
        left = tuple(each for each in self.backup_digests if not hmac.compare_digest(each, digest))
        if len(left) == len(self.backup_digests):
            raise WrongCode("the code is wrong, or was used before")
        return replace(self, backup_digests=left, failures=0, failed_at=None)

    def confirm(self, backup_digests: Sequence[str], *, at: datetime) -> Self:
        return replace(
            self,
            confirmed_at=self.confirmed_at or at,
            backup_digests=tuple(backup_digests),
        )

    def _failures(self, at: datetime) -> int:
        if self.failed_at is None or at - self.failed_at >= _FORGOTTEN_AFTER:
            return 0
        return self.failures

    def _wait_s(self, failures: int, at: datetime) -> int:
        """Five minutes after five failures, then ten, twenty, forty, and an hour from then on."""
        if self.failed_at is None or failures < _FREE:
            return 0
        wait = min(_WAIT * (1 << min(failures - _FREE, 8)), _WAIT_MAX)
        return max(0, round((self.failed_at + wait - at).total_seconds()))
