"""The use cases around projects."""

from typing import TypedDict

from adapters.outbound.system.clock import utc_now
from adapters.outbound.system.ids import new_id
from application.chat.projects import ChangeProject, CreateProject, DeleteProject, ListProjects
from application.files.read_knowledge import ChooseKnowledge
from application.files.release_files import ReleaseFiles
from application.ports.clock import Clock
from application.ports.conversations import Conversations
from application.ports.ids import NewId
from application.ports.projects import Projects


class ProjectUseCases(TypedDict):
    create_project: CreateProject
    list_projects: ListProjects
    change_project: ChangeProject
    delete_project: DeleteProject


def project_use_cases(
    projects: Projects,
    *,
    conversations: Conversations,
    choose: ChooseKnowledge,
    release_files: ReleaseFiles,
    new_id: NewId = new_id,
    clock: Clock = utc_now,
) -> ProjectUseCases:
    return ProjectUseCases(
        create_project=CreateProject(projects=projects, new_id=new_id, clock=clock),
        list_projects=ListProjects(projects=projects),
        change_project=ChangeProject(projects=projects, choose=choose, release_files=release_files),
        delete_project=DeleteProject(
            projects=projects, conversations=conversations, release_files=release_files
        ),
    )
