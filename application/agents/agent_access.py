from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from application.ports.agents import Agents
from application.ports.teams import Teams
from domain.agents.agent import Agent, Right, team_subject, user_subject
from domain.errors import Forbidden, NotFound
from domain.ids import AgentId, TeamId, UserId

_ORDER: Final[Sequence[Right]] = ("view", "edit", "own")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldAgent:
    """An agent, and what somebody may do with it."""

    agent: Agent
    right: Right


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentAccess:
    """Who may do what with an agent: the one place where that is asked."""

    agents: Agents
    teams: Teams

    async def get(self, id: AgentId, *, by: UserId, need: Right) -> HeldAgent:
        """Raise `NotFound` for what is not there for them, `Forbidden` for too small a right."""
        agent = await self.agents.get(id)
        right = agent.right_of(by, teams=await self._teams_of(by))
        if right is None:
            raise NotFound(f"no agent {id!r}")
        if _ORDER.index(right) < _ORDER.index(need):
            raise Forbidden("this agent is shared with you for using it, not for this")
        return HeldAgent(agent=agent, right=right)

    async def for_team(self, id: AgentId, team: TeamId) -> Agent:
        """The agent, for a key of a team. Raises `NotFound` as above."""
        agent = await self.agents.get(id)
        if not any(share.subject == team_subject(team) for share in agent.shares):
            raise NotFound(f"no agent {id!r}")
        return agent

    async def all_of(self, by: UserId) -> Sequence[HeldAgent]:
        """Somebody's own, then those that are shared with them."""
        teams = await self._teams_of(by)
        own = [HeldAgent(agent=agent, right="own") for agent in await self.agents.of(by)]
        subjects = [user_subject(by), *map(team_subject, teams)]
        shared = [
            HeldAgent(agent=agent, right=right)
            for agent in await self.agents.shared_with(subjects)
            if agent.owner != by and (right := agent.right_of(by, teams=teams)) is not None
        ]
        return (*own, *shared)

    async def _teams_of(self, by: UserId) -> Sequence[TeamId]:
        return [team.id for team in await self.teams.all() if by in team.members]
