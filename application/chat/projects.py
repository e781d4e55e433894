"""Projects: folders of conversations, with instructions of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, get_args

from application.chat.saved_change import save_change
from application.ports.clock import Clock
from application.ports.conversations import Conversations
from application.ports.ids import NewId
from application.ports.projects import Projects
from domain.conversations.conversation import NO_PROJECT, Conversation, Shelf
from domain.conversations.project import PROJECTS_MAX, Project
from domain.errors import Invalid, NotFound
from domain.ids import ConversationId, ProjectId, UserId

_PAGE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateProject:
    """Raises `Invalid` for a name that cannot be, and for one project too many."""

    projects: Projects
    new_id: NewId
    clock: Clock

    async def __call__(self, name: str, *, instructions: str = "", by: UserId) -> Project:
        if len(await self.projects.of(by)) >= PROJECTS_MAX:
            raise Invalid(f"there are {PROJECTS_MAX} projects already")
        project = Project(
            id=ProjectId(self.new_id()),
            owner=by,
            name=" ".join(name.split()),
            instructions=instructions.strip(),
            created_at=self.clock(),
        )
        return await self.projects.add(project)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListProjects:
    projects: Projects

    async def __call__(self, *, by: UserId) -> Sequence[Project]:
        return await self.projects.of(by)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeProject:
    """What is `None` stays. Raises `NotFound` for a stranger's, `Invalid` for what cannot be."""

    projects: Projects

    async def __call__(
        self, id: ProjectId, *, name: str | None, instructions: str | None, by: UserId
    ) -> Project:
        project = await self.projects.get(id, owner=by)
        if name is not None:
            project = project.rename(name)
        if instructions is not None:
            project = project.instruct(instructions)
        return await self.projects.save(project)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteProject:
    """Its conversations stay, in no project. Raises `NotFound` for a stranger's.

    It goes last, so that a deletion that was cut off can be asked for again.
    """

    projects: Projects
    conversations: Conversations

    async def __call__(self, id: ProjectId, *, by: UserId) -> None:
        await self.projects.get(id, owner=by)
        for shelf in get_args(Shelf):
            while inside := await self._some(id, shelf, by):
                for conversation in inside:
                    await self._take_out(conversation, by)
        await self.projects.delete(id, owner=by)

    async def _some(self, id: ProjectId, shelf: Shelf, by: UserId) -> Sequence[Conversation]:
        page = await self.conversations.page(
            by, shelf=shelf, tag=None, project=id, cursor=None, limit=_PAGE
        )
        return page.items

    async def _take_out(self, conversation: Conversation, by: UserId) -> None:
        try:
            await save_change(
                self.conversations, conversation.id, lambda it: it.put_in(NO_PROJECT), owner=by
            )
        except NotFound:
            return  # It was deleted meanwhile.


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectInstructions:
    """What a conversation's project tells the model; nothing where there is none any more."""

    projects: Projects
    conversations: Conversations

    async def __call__(self, conversation: ConversationId, *, owner: UserId) -> str:
        try:
            found = await self.conversations.get(conversation, owner=owner)
            if found.project is None:
                return ""
            return (await self.projects.get(found.project, owner=owner)).instructions
        except NotFound:
            return ""
