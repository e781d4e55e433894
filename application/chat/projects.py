"""Projects: folders of conversations, with instructions and files of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, get_args

from application.chat.saved_change import save_change
from application.files.read_knowledge import ChooseKnowledge, ReadKnowledge
from application.files.release_files import ReleaseFiles
from application.ports.clock import Clock
from application.ports.conversations import Conversations
from application.ports.ids import NewId
from application.ports.projects import Projects
from domain.conversations.conversation import NO_PROJECT, Conversation, Shelf
from domain.conversations.project import PROJECTS_MAX, Project
from domain.errors import Invalid, NotFound
from domain.ids import FileId, ProjectId, UserId
from domain.llm.capabilities import Capabilities

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
    """What is `None` stays. Raises `NotFound` for a stranger's, `Invalid` for what cannot be.

    Files that it has no more are removed, unless something else has them.
    """

    projects: Projects
    choose: ChooseKnowledge
    release_files: ReleaseFiles

    async def __call__(
        self,
        id: ProjectId,
        *,
        name: str | None,
        instructions: str | None,
        files: Sequence[FileId] | None = None,
        by: UserId,
    ) -> Project:
        project = await self.projects.get(id, owner=by)
        if name is not None:
            project = project.rename(name)
        if instructions is not None:
            project = project.instruct(instructions)
        before = project.files
        if files is not None:
            project = project.knowing(await self.choose(files, before=before, by=by))
        saved = await self.projects.save(project)
        gone = {each.file for each in before} - {each.file for each in saved.files}
        await self.release_files(tuple(gone), by=by)
        return saved


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteProject:
    """Its conversations stay, in no project; its files go. Raises `NotFound` for a stranger's.

    It goes last but for its files, so that a deletion that was cut off can be asked for again.
    """

    projects: Projects
    conversations: Conversations
    release_files: ReleaseFiles

    async def __call__(self, id: ProjectId, *, by: UserId) -> None:
        project = await self.projects.get(id, owner=by)
        for shelf in get_args(Shelf):
            while inside := await self._some(id, shelf, by):
                for conversation in inside:
                    await self._take_out(conversation, by)
        await self.projects.delete(id, owner=by)
        await self.release_files([each.file for each in project.files], by=by)

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
class ProjectWords:
    """What a conversation's project tells the model: its instructions, and of its files."""

    projects: Projects
    knowledge: ReadKnowledge

    async def of(self, conversation: Conversation) -> Project | None:
        """The project, where there is one, still."""
        if conversation.project is None:
            return None
        try:
            return await self.projects.get(conversation.project, owner=conversation.owner)
        except NotFound:
            return None

    async def told(self, project: Project, *, can: Capabilities) -> Sequence[str]:
        """Texts to stand before all turns; none of them is empty."""
        known = await self.knowledge.told(project.files, "project", can=can)
        return [each for each in (project.instructions, known) if each]
