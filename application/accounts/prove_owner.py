from dataclasses import dataclass

from application.accounts.second_factor import ProvePassword
from application.accounts.step_up import RequireProof
from application.ports.users import Users
from domain.accounts.session import ProofWanted
from domain.ids import SessionId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ProveOwner:
    """What cannot be undone wants its owner: by password, or who has none, by a fresh sign-in.

    Raises `Forbidden` for a wrong password, `RateLimited` after too many, `ProofWanted` where the
    sign-in is some time ago.
    """

    users: Users
    prove: ProvePassword
    require_proof: RequireProof

    async def __call__(
        self, account: UserId, *, session: SessionId, password: str, place: str
    ) -> None:
        if (await self.users.get(account)).has_password:
            await self.prove(account, password, place=place)
            return
        try:
            await self.require_proof(session)
        except ProofWanted:
            raise ProofWanted("sign out and in again first: this wants a fresh sign-in") from None
