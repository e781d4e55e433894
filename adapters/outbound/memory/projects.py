from collections.abc import Sequence
from typing import final

from typing_extensions import override

from adapters.outbound.memory.rows import VersionedRows
from application.ports.projects import Projects
from domain.conversations.project import Project
from domain.errors import NotFound
from domain.ids import ProjectId, UserId


@final
class MemoryProjects(Projects):
    def __init__(self) -> None:
        self._rows: VersionedRows[Project] = VersionedRows(noun="project")

    @override
    async def add(self, project: Project) -> Project:
        return self._rows.add(project)

    @override
    async def get(self, id: ProjectId, *, owner: UserId) -> Project:
        project = self._rows.get(id)
        if project.owner != owner:
            raise NotFound(f"no project {id!r}")
        return project

    @override
    async def save(self, project: Project) -> Project:
        return self._rows.save(project)

    @override
    async def of(self, owner: UserId) -> Sequence[Project]:
        mine = [each for each in self._rows.all() if each.owner == owner]
        return sorted(mine, key=lambda project: (project.name.casefold(), project.id))

    @override
    async def delete(self, id: ProjectId, *, owner: UserId) -> None:
        if any(each.id == id and each.owner == owner for each in self._rows.all()):
            self._rows.remove(id)
