from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from application.ports.agents import Agents
from application.ports.conversations import Conversations
from application.ports.projects import Projects
from application.ports.teams import Teams
from domain.agents.agent import Agent, team_subject, user_subject
from domain.errors import NotFound
from domain.files.knowledge import Knowledge
from domain.ids import AgentId, ConversationId, FileId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingFiles:
    """Files that stand behind chats without being sent in them: those of projects and agents."""

    conversations: Conversations
    projects: Projects
    agents: Agents
    teams: Teams

    async def behind(
        self, conversation: ConversationId | None, agent: AgentId | None, *, by: UserId
    ) -> Sequence[Knowledge]:
        """Those of a chat's project and of the agent that answers, which `by` may use.

        Of what was deleted meanwhile there are none.
        """
        own = () if conversation is None else await self._of_project(conversation, by)
        lent = () if agent is None else await self._of_agent(agent)
        return [*own, *lent]

    async def needed_by(self, person: UserId) -> AbstractSet[FileId]:
        """All that stand behind a project of theirs, or an agent that they own or may use."""
        projects = await self.projects.of(person)
        agents = [*await self.agents.of(person), *await self._shared_with(person)]
        of_projects = {each.file for project in projects for each in project.files}
        return of_projects | {each.file for agent in agents for each in agent.draft.files}

    async def lent_to(self, person: UserId, file: FileId) -> Knowledge | None:
        """The file, where an agent that is shared with somebody brings it along."""
        for agent in await self._shared_with(person):
            for each in agent.draft.files:
                if each.file == file:
                    return each
        return None

    async def _of_project(self, conversation: ConversationId, by: UserId) -> Sequence[Knowledge]:
        try:
            found = await self.conversations.get(conversation, owner=by)
            if found.project is None:
                return ()
            return (await self.projects.get(found.project, owner=by)).files
        except NotFound:
            return ()

    async def _of_agent(self, agent: AgentId) -> Sequence[Knowledge]:
        try:
            return (await self.agents.get(agent)).draft.files
        except NotFound:
            return ()

    async def _shared_with(self, person: UserId) -> Sequence[Agent]:
        teams = [team.id for team in await self.teams.all() if person in team.members]
        subjects = [user_subject(person), *map(team_subject, teams)]
        return await self.agents.shared_with(subjects)
