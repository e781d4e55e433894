"""From a proven name to a session: at once, or after a code where one is wanted."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from application.accounts.second_factor import CheckCode
from application.accounts.sessions import OpenSession, SignedIn
from application.ports.access_tokens import AccessClaims, AccessTokens
from application.ports.clock import Clock
from application.ports.ids import NewId
from application.ports.second_factors import SecondFactors
from domain.accounts.second_factor import WrongCode
from domain.errors import NotFound, Unauthenticated
from domain.ids import SessionId

CHALLENGE_LASTING: Final = timedelta(minutes=5)

IsThere = Callable[[str], Awaitable[object]]
"""Raise `Unauthenticated` for an account that is gone or disabled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """Good for answering with a code, and for nothing else."""

    token: str = field(repr=False)
    expires_in_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Admit:
    """Open a session for an account whose password, or other proof, was found good.

    `challenges` has a key, an audience and a type of its own: no other route takes its tokens.
    """

    factors: SecondFactors
    open_session: OpenSession
    challenges: AccessTokens
    new_id: NewId
    clock: Clock

    async def __call__(self, account: str, *, device: str = "") -> SignedIn | Challenge:
        factor = await self.factors.of(account)
        if factor is None or not factor.is_confirmed:
            return await self.open_session(account, device=device)
        claims = AccessClaims(
            account=account,
            session=SessionId(self.new_id()),
            expires_at=self.clock() + CHALLENGE_LASTING,
        )
        return Challenge(
            token=self.challenges.issue(claims),
            expires_in_s=round(CHALLENGE_LASTING.total_seconds()),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChallenge:
    """Open the session that was waiting for a code.

    Raises `Unauthenticated` for a wrong code and for a challenge that is over, `RateLimited`
    after too many wrong ones.
    """

    challenges: AccessTokens
    check_code: CheckCode
    is_there: IsThere
    open_session: OpenSession

    def account_of(self, token: str) -> str:
        """Whose challenge it is. Raises `Unauthenticated`."""
        return self.challenges.read(token).account

    async def __call__(self, token: str, code: str, *, device: str = "") -> SignedIn:
        claims = self.challenges.read(token)
        await self.is_there(claims.account)
        try:
            await self.check_code(claims.account, code)
        except WrongCode as wrong:
            raise Unauthenticated(str(wrong)) from None
        except NotFound:
            raise Unauthenticated("sign in again") from None
        return await self.open_session(claims.account, device=device)
