"""The use cases around agents."""

from typing import TypedDict

from adapters.outbound.system.clock import utc_now
from adapters.outbound.system.ids import new_id
from application.agents.agent_access import AgentAccess
from application.agents.change_agents import (
    CreateAgent,
    DeleteAgent,
    DuplicateAgent,
    EditAgent,
    RestoreVersion,
    ShareAgent,
)
from application.agents.read_agents import ListAgents, ReadAgent, ReadVersions
from application.files.read_knowledge import ChooseKnowledge
from application.files.release_files import ReleaseFiles
from application.ports.clock import Clock
from application.ports.ids import NewId
from application.ports.language_models import ModelCatalog
from application.ports.users import Users


class AgentUseCases(TypedDict):
    list_agents: ListAgents
    read_agent: ReadAgent
    read_agent_versions: ReadVersions
    create_agent: CreateAgent
    edit_agent: EditAgent
    restore_agent: RestoreVersion
    duplicate_agent: DuplicateAgent
    delete_agent: DeleteAgent
    share_agent: ShareAgent


def agent_use_cases(  # noqa: PLR0913 - all that they stand on
    access: AgentAccess,
    *,
    catalog: ModelCatalog,
    users: Users,
    choose: ChooseKnowledge,
    release_files: ReleaseFiles,
    new_id: NewId = new_id,
    clock: Clock = utc_now,
) -> AgentUseCases:
    create = CreateAgent(access=access, catalog=catalog, choose=choose, new_id=new_id, clock=clock)
    edit = EditAgent(access=access, catalog=catalog, choose=choose, clock=clock)
    read = ReadVersions(access=access)
    return AgentUseCases(
        list_agents=ListAgents(access=access),
        read_agent=ReadAgent(access=access),
        read_agent_versions=read,
        create_agent=create,
        edit_agent=edit,
        restore_agent=RestoreVersion(read=read, edit=edit),
        duplicate_agent=DuplicateAgent(access=access, create=create),
        delete_agent=DeleteAgent(access=access, release_files=release_files),
        share_agent=ShareAgent(access=access, users=users, teams=access.teams),
    )
