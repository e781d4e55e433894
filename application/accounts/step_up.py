"""Dangerous acts want more than a session: that its holder showed just now who they are."""

from dataclasses import dataclass

from application.accounts.second_factor import CheckCode, ProvePassword, ReadSecondFactor
from application.ports.clock import Clock
from application.ports.sessions import Sessions
from domain.errors import Conflict, Forbidden
from domain.ids import SessionId


@dataclass(frozen=True, slots=True, kw_only=True)
class RequireProof:
    """Raise `ProofWanted` unless the session's holder signed in, or proved it, just now."""

    sessions: Sessions
    clock: Clock

    async def __call__(self, session: SessionId) -> None:
        (await self.sessions.get(session)).require_proof(at=self.clock())


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveProof:
    """Show again who one is: by a code where the account has a second factor, else by password.

    Raises `Forbidden` for what is wrong, `RateLimited` after too much of it.
    """

    sessions: Sessions
    factor_of: ReadSecondFactor
    check_code: CheckCode
    prove: ProvePassword
    clock: Clock

    async def __call__(
        self, session: SessionId, *, account: str, code: str, password: str, place: str
    ) -> None:
        if await self.factor_of(account) is None:
            await self.prove(account, password, place=place)
        elif code:
            await self.check_code(account, code)
        else:
            raise Forbidden("give a code of your authenticator, or a backup code")
        await self._keep(session)

    async def _keep(self, id: SessionId) -> None:
        session = await self.sessions.get(id)
        try:
            await self.sessions.save(session.prove(at=self.clock()))
        except Conflict:  # It was refreshed at this moment.
            await self._keep(id)
