from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from application.accounts.prove_owner import ProveOwner
from application.accounts.sessions import EndAllSessions
from application.own.keys import keys_of
from application.ports.api_keys import ApiKeys
from application.ports.clock import Clock
from application.ports.generations import Generations
from application.ports.personal_data import PersonalData, Traces
from application.ports.stop_signals import StopSignals
from application.ports.teams import Teams
from application.ports.users import Users
from domain.errors import Conflict
from domain.ids import SessionId, UserId

_TRIES: Final = 8
_STOPPING_S: Final = 0.1
_STOPPED_AFTER: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteAccount:
    """Let nothing of somebody remain but rows of the books, whose id leads nowhere any more.

    First every door is shut (keys, sessions), so that nothing new is made while the rest goes.
    The account itself goes last: a deletion that was cut off can be asked for again. Raises
    `Forbidden` for a wrong password, `RateLimited` after too many of them.
    """

    users: Users
    keys: ApiKeys
    teams: Teams
    generations: Generations
    stop_signals: StopSignals
    prove: ProveOwner
    end_all_sessions: EndAllSessions
    personal_data: PersonalData
    traces: Traces
    clock: Clock
    pause: Callable[[float], Awaitable[None]]

    async def __call__(self, id: UserId, *, session: SessionId, password: str, place: str) -> None:
        await self.prove(id, session=session, password=password, place=place)
        for key in await keys_of(id, self.keys):
            await self.keys.save(key.revoke(at=self.clock()))
        await self.end_all_sessions(id)
        await self._stop_answers(id)
        await self._leave_teams(id)
        theirs = await self.personal_data.erase(id)
        await self.traces.erase({id, *theirs})

    async def _stop_answers(self, id: UserId) -> None:
        """Wait for their ends: one that writes on would leave traces behind us."""
        for generation in await self.generations.running_of(id):
            await self.stop_signals.send(generation.id)
        for _ in range(_STOPPED_AFTER):
            if not await self.generations.running_of(id):
                return
            await self.pause(_STOPPING_S)

    async def _leave_teams(self, id: UserId) -> None:
        for team in await self.teams.all():
            for _ in range(_TRIES):
                now = await self.teams.get(team.id)
                if now.role_of(id) is None:
                    break
                try:
                    await self.teams.save(now.without_member(id))
                except Conflict:
                    continue
