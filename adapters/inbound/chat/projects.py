from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.chat.message_views import AttachmentOut, attachment_out
from adapters.inbound.chat.use_cases import Caller, UseCases
from domain.conversations.project import Project
from domain.ids import FileId, ProjectId

router = APIRouter(prefix="/api/projects", tags=["projects"])

_NAME_LENGTH_MAX = 200
_INSTRUCTIONS_LENGTH_MAX = 30_000
_FILES_MAX = 300


class NewProject(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = Field(max_length=_NAME_LENGTH_MAX)
    instructions: str = Field(default="", max_length=_INSTRUCTIONS_LENGTH_MAX)


class ProjectChange(BaseModel):
    """What is left out stays as it is. `files` are ids of uploaded files with text."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str | None = Field(default=None, max_length=_NAME_LENGTH_MAX)
    instructions: str | None = Field(default=None, max_length=_INSTRUCTIONS_LENGTH_MAX)
    files: list[str] | None = Field(default=None, max_length=_FILES_MAX)


class ProjectOut(BaseModel):
    id: str
    name: str
    instructions: str
    files: list[AttachmentOut]
    created_at: datetime


class ProjectsOut(BaseModel):
    projects: list[ProjectOut]


def _out(project: Project) -> ProjectOut:
    return ProjectOut(
        id=project.id,
        name=project.name,
        instructions=project.instructions,
        files=[attachment_out(each.attachment) for each in project.files],
        created_at=project.created_at,
    )


@router.get("", operation_id="listProjects")
async def list_projects(caller: Caller, use: UseCases) -> ProjectsOut:
    return ProjectsOut(projects=[_out(each) for each in await use.list_projects(by=caller)])


@router.post("", status_code=201, operation_id="createProject")
async def create_project(body: NewProject, caller: Caller, use: UseCases) -> ProjectOut:
    return _out(await use.create_project(body.name, instructions=body.instructions, by=caller))


@router.patch("/{id}", operation_id="changeProject")
async def change_project(id: str, body: ProjectChange, caller: Caller, use: UseCases) -> ProjectOut:
    changed = await use.change_project(
        ProjectId(id),
        name=body.name,
        instructions=body.instructions,
        files=None if body.files is None else [FileId(each) for each in body.files],
        by=caller,
    )
    return _out(changed)


@router.delete("/{id}", status_code=204, operation_id="deleteProject")
async def delete_project(id: str, caller: Caller, use: UseCases) -> None:
    """Its conversations stay; its files go, unless something else has them."""
    await use.delete_project(ProjectId(id), by=caller)
