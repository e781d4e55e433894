"""Setting a second factor up, using its codes, and turning it off: alike for every account.

A session alone changes nothing here: it takes the password, and a code where there is one
(security rules 2.4). The secret is sealed for its account; backup codes are kept as digests.
"""

from abc import abstractmethod
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from application.ports.clock import Clock
from application.ports.ids import NewSecret
from application.ports.offers import Sealing
from application.ports.second_factors import SecondFactors
from domain.accounts import totp
from domain.accounts.second_factor import (
    BACKUP_CODES,
    SecondFactor,
    backup_code,
    backup_digest,
)
from domain.errors import Conflict, NotFound


class ProvePassword(Protocol):
    """A signed-in account shows that it knows its password."""

    @abstractmethod
    async def __call__(self, account: str, password: str, *, place: str) -> str:
        """Return the account's address. Raise `Forbidden`, or `RateLimited` after many tries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCode:
    """Use up a code of an account.

    Raises `WrongCode`, `RateLimited` after too many of these, `NotFound` without a second factor.
    """

    factors: SecondFactors
    sealing: Sealing
    pepper: bytes = field(repr=False)
    clock: Clock

    async def __call__(self, account: str, code: str) -> SecondFactor:
        now = self.clock()
        return await self._accepted(await self._counted(account, now), code, now)

    async def _counted(self, account: str, now: datetime) -> SecondFactor:
        factor = await self._of(account)
        try:
            return await self.factors.save(factor.tried(at=now))
        except Conflict:  # Another try came in between: it counts first.
            return await self._counted(account, now)

    async def _accepted(self, factor: SecondFactor, code: str, now: datetime) -> SecondFactor:
        secret = bytes.fromhex(
            self.sealing.open(factor.sealed_secret, purpose=_purpose_of(factor.id))
        )
        good = factor.accept(code, secret=secret, pepper=self.pepper, at=now)
        try:
            return await self.factors.save(good)
        except Conflict:
            return await self._accepted(await self._of(factor.id), code, now)

    async def _of(self, account: str) -> SecondFactor:
        factor = await self.factors.of(account)
        if factor is None:
            raise NotFound("this account has no second factor")
        return factor


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSecondFactor:
    """What an authenticator is told, once: as text, and as the address that a picture says."""

    secret: str = field(repr=False)
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginSecondFactor:
    """Make a secret, which asks for nothing until a first code confirms it.

    Raises `Forbidden` for a wrong password, `RateLimited`, `Conflict` for an account that has
    a second factor.
    """

    factors: SecondFactors
    sealing: Sealing
    prove: ProvePassword
    new_secret: NewSecret
    clock: Clock

    async def __call__(self, account: str, *, password: str, place: str) -> NewSecondFactor:
        address = await self.prove(account, password, place=place)
        known = await self.factors.of(account)
        if known is not None and known.is_confirmed:
            raise Conflict("this account has a second factor; turn it off first")
        secret = totp.secret_from(self.new_secret())
        factor = SecondFactor(
            id=account,
            sealed_secret=self.sealing.seal(secret.hex(), purpose=_purpose_of(account)),
            created_at=self.clock(),
            version=0 if known is None else known.version,
        )
        await (self.factors.add(factor) if known is None else self.factors.save(factor))
        return NewSecondFactor(
            secret=totp.secret_text(secret), address=totp.address_of(secret, address)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmSecondFactor:
    """Turn it on by its first code; return the backup codes, which are shown once.

    Raises `WrongCode`, `RateLimited`, `Conflict` for one that is on, `NotFound` for none.
    """

    factors: SecondFactors
    check_code: CheckCode
    new_secret: NewSecret

    async def __call__(self, account: str, *, code: str) -> tuple[str, ...]:
        known = await self.factors.of(account)
        if known is not None and known.is_confirmed:
            raise Conflict("this account has a second factor already")
        return await _with_backup_codes(
            await self.check_code(account, code), self.factors, self.check_code, self.new_secret
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewBackupCodes:
    """Put new ones in the place of all that there were.

    Raises as `BeginSecondFactor` and `CheckCode`.
    """

    factors: SecondFactors
    check_code: CheckCode
    prove: ProvePassword
    new_secret: NewSecret

    async def __call__(
        self, account: str, *, password: str, code: str, place: str
    ) -> tuple[str, ...]:
        await self.prove(account, password, place=place)
        await _require_confirmed(account, self.factors)
        return await _with_backup_codes(
            await self.check_code(account, code), self.factors, self.check_code, self.new_secret
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveSecondFactor:
    """Turn it off, with the password and a code. Raises as `RenewBackupCodes`."""

    factors: SecondFactors
    check_code: CheckCode
    prove: ProvePassword

    async def __call__(self, account: str, *, password: str, code: str, place: str) -> None:
        await self.prove(account, password, place=place)
        await _require_confirmed(account, self.factors)
        await self.check_code(account, code)
        await self.factors.remove(account)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSecondFactor:
    """Say how an account is protected; `None` while no second factor is on."""

    factors: SecondFactors

    async def __call__(self, account: str) -> SecondFactor | None:
        factor = await self.factors.of(account)
        return factor if factor is not None and factor.is_confirmed else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorUseCases:
    read: ReadSecondFactor
    begin: BeginSecondFactor
    confirm: ConfirmSecondFactor
    renew_backup_codes: RenewBackupCodes
    remove: RemoveSecondFactor
    check_code: CheckCode


def second_factor_use_cases(
    *,
    factors: SecondFactors,
    sealing: Sealing,
    prove: ProvePassword,
    pepper: bytes,
    new_secret: NewSecret,
    clock: Clock,
) -> SecondFactorUseCases:
    check_code = CheckCode(factors=factors, sealing=sealing, pepper=pepper, clock=clock)
    return SecondFactorUseCases(
        read=ReadSecondFactor(factors=factors),
        begin=BeginSecondFactor(
            factors=factors, sealing=sealing, prove=prove, new_secret=new_secret, clock=clock
        ),
        confirm=ConfirmSecondFactor(factors=factors, check_code=check_code, new_secret=new_secret),
        renew_backup_codes=RenewBackupCodes(
            factors=factors, check_code=check_code, prove=prove, new_secret=new_secret
        ),
        remove=RemoveSecondFactor(factors=factors, check_code=check_code, prove=prove),
        check_code=check_code,
    )


def _purpose_of(account: str) -> str:
    return f"second factor:{account}"


async def _require_confirmed(account: str, factors: SecondFactors) -> None:
    factor = await factors.of(account)
    if factor is None or not factor.is_confirmed:
        raise NotFound("this account has no second factor")


async def _with_backup_codes(
    factor: SecondFactor, factors: SecondFactors, check: CheckCode, new_secret: NewSecret
) -> tuple[str, ...]:
    codes = tuple(backup_code(new_secret()) for _ in range(BACKUP_CODES))
    digests = [backup_digest(factor.id, code, pepper=check.pepper) for code in codes]
    await factors.save(factor.confirm(digests, at=check.clock()))
    return codes
