"""Making agents, and changing them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from application.agents.agent_access import AgentAccess, HeldAgent
from application.agents.read_agents import ReadVersions
from application.files.read_knowledge import ChooseKnowledge
from application.files.release_files import ReleaseFiles
from application.ports.clock import Clock
from application.ports.ids import NewId
from application.ports.language_models import ModelCatalog
from application.ports.teams import Teams
from application.ports.users import Users
from domain.accounts.user import email
from domain.agents.agent import (
    NAME_LENGTH_MAX,
    Agent,
    AgentDraft,
    AgentShare,
    team_subject,
    user_subject,
)
from domain.errors import Conflict, NotFound
from domain.ids import AgentId, FileId, TeamId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateAgent:
    """Raises `NotFound` for a model that is not on offer, and what `ChooseKnowledge` raises."""

    access: AgentAccess
    catalog: ModelCatalog
    choose: ChooseKnowledge
    new_id: NewId
    clock: Clock

    async def __call__(
        self, draft: AgentDraft, *, files: Sequence[FileId] = (), by: UserId
    ) -> HeldAgent:
        draft = replace(draft, files=await self.choose(files, before=draft.files, by=by))
        (await self.catalog.current()).find(draft.model, task="chat")
        now = self.clock()
        agent = Agent(
            id=AgentId(self.new_id()),
            owner=by,
            draft=draft,
            created_at=now,
            changed_at=now,
            changed_by=by,
        )
        return HeldAgent(agent=await self.access.agents.add(agent), right="own")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditAgent:
    """Save another version. `version` is the one that the editor began with.

    `files` are those behind it, `None` for those of the draft. Raises `Conflict` when somebody
    saved one meanwhile, `NotFound` for a model that is not on offer, and what `ChooseKnowledge`
    raises.
    """

    access: AgentAccess
    catalog: ModelCatalog
    choose: ChooseKnowledge
    clock: Clock

    async def __call__(
        self,
        id: AgentId,
        draft: AgentDraft,
        *,
        version: int,
        files: Sequence[FileId] | None = None,
        by: UserId,
    ) -> HeldAgent:
        held = await self.access.get(id, by=by, need="edit")
        if held.agent.version != version:
            raise Conflict("somebody has changed this agent meanwhile")
        (await self.catalog.current()).find(draft.model, task="chat")
        if files is not None:
            before = held.agent.draft.files
            draft = replace(draft, files=await self.choose(files, before=before, by=by))
        edited = held.agent.edited(draft, by=by, at=self.clock())
        return replace(held, agent=await self.access.agents.save(edited))


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreVersion:
    """Go back to a version: it becomes the newest one again, and none is lost."""

    read: ReadVersions
    edit: EditAgent

    async def __call__(self, id: AgentId, version: int, *, by: UserId) -> HeldAgent:
        before = await self.read.one(id, version, by=by)
        held = await self.edit.access.get(id, by=by, need="edit")
        return await self.edit(id, before.draft, version=held.agent.version, by=by)


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateAgent:
    """A copy of one's own, of an agent whose instructions one may read.

    Files of others stay behind.
    """

    access: AgentAccess
    create: CreateAgent

    async def __call__(self, id: AgentId, *, by: UserId) -> HeldAgent:
        held = await self.access.get(id, by=by, need="edit")
        name = f"Copy of {held.agent.draft.name}"[:NAME_LENGTH_MAX]
        own = tuple(each for each in held.agent.draft.files if each.owner == by)
        draft = replace(held.agent.draft, name=name, files=own)
        return await self.create(draft, files=[each.file for each in own], by=by)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteAgent:
    """Its owner alone may. Their files behind it go too, unless something else has them."""

    access: AgentAccess
    release_files: ReleaseFiles

    async def __call__(self, id: AgentId, *, by: UserId) -> None:
        held = await self.access.get(id, by=by, need="own")
        await self.access.agents.delete(id)
        own = [each.file for each in held.agent.draft.files if each.owner == by]
        await self.release_files(own, by=by)


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedShare:
    """Somebody by their address, or a team by its id."""

    right: Literal["view", "edit"]
    email: str | None = None
    team: TeamId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareAgent:
    """Say with whom an agent is shared: these, and nobody else.

    Its owner alone may, with people who have an account and teams that they are in. Raises
    `NotFound` for others.
    """

    access: AgentAccess
    users: Users
    teams: Teams

    async def __call__(
        self, id: AgentId, wanted: Sequence[WantedShare], *, by: UserId
    ) -> HeldAgent:
        held = await self.access.get(id, by=by, need="own")
        shares = [await self._share(each, by) for each in wanted]
        shared = await self.access.agents.save(held.agent.shared(shares))
        return replace(held, agent=shared)

    async def _share(self, wanted: WantedShare, by: UserId) -> AgentShare:
        if wanted.team is not None:
            team = await self.teams.get(wanted.team)
            if by not in team.members:
                raise NotFound(f"no team {wanted.team!r}")
            return AgentShare(subject=team_subject(team.id), right=wanted.right)
        user = await self.users.by_email(email(wanted.email or ""))
        if user is None:
            raise NotFound(f"there is no account for {wanted.email!r}")
        return AgentShare(subject=user_subject(user.id), right=wanted.right)
