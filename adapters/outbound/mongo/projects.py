from collections.abc import Sequence
from typing import final

from typing_extensions import override

from adapters.outbound.mongo.documents import VersionedRows
from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.projects import Projects
from domain.conversations.project import Project
from domain.ids import ProjectId, UserId


@final
class MongoProjects(Projects):
    def __init__(self, database: Database) -> None:
        self._rows = VersionedRows(database["projects"], Project, noun="project")

    @override
    async def add(self, project: Project) -> Project:
        return await self._rows.add(project)

    @override
    async def get(self, id: ProjectId, *, owner: UserId) -> Project:
        return await self._rows.get(id, owner=owner)

    @override
    async def save(self, project: Project) -> Project:
        return await self._rows.save(project)

    @override
    async def of(self, owner: UserId) -> Sequence[Project]:
        with mongo_errors():
            found = await self._rows.collection.find({"owner": {"$eq": owner}}).to_list(None)
        projects = [self._rows.from_document(each) for each in found]
        return sorted(projects, key=lambda project: (project.name.casefold(), project.id))

    @override
    async def delete(self, id: ProjectId, *, owner: UserId) -> None:
        with mongo_errors():
            await self._rows.collection.delete_one({"_id": id, "owner": {"$eq": owner}})
