"""What the chat service can be asked to do, and who asks."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from adapters.inbound.chat.account_use_cases import AccountUseCases
from adapters.inbound.chat.connection_use_cases import ConnectionUseCases
from adapters.inbound.chat.file_use_cases import FileUseCases
from adapters.inbound.chat.library_use_cases import LibraryUseCases
from adapters.inbound.chat.own_use_cases import OwnUseCases
from adapters.inbound.chat.provider_key_use_cases import ProviderKeyUseCases
from adapters.inbound.chat.retention_use_cases import RetentionUseCases
from adapters.inbound.http.auditing import Noted
from adapters.inbound.http.refresh_cookie import RefreshCookie
from application.accounts.change_user import ChangePassword, RenameUser
from application.accounts.devices import ListSessions, RevokeOtherSessions, RevokeSession
from application.accounts.read_user import ReadUser
from application.accounts.register_user import RegisterUser
from application.accounts.sessions import (
    Authenticate,
    Authenticated,
    EndSession,
    OpenSession,
    RefreshSession,
)
from application.accounts.sign_in_user import SignInUser
from application.agents.change_agents import (
    CreateAgent,
    DeleteAgent,
    DuplicateAgent,
    EditAgent,
    RestoreVersion,
    ShareAgent,
)
from application.agents.list_tools import ListTools
from application.agents.read_agents import ListAgents, ReadAgent, ReadVersions
from application.chat.answer_beside import AnswerBeside
from application.chat.change_conversation import ChangeConversation
from application.chat.close_abandoned import CloseAbandoned
from application.chat.decide_call import DecideCall
from application.chat.delete_branch import DeleteBranch
from application.chat.delete_conversation import DeleteConversation
from application.chat.duplicate_conversation import DuplicateConversation
from application.chat.export_conversations import ExportConversations
from application.chat.follow_generation import FollowGeneration
from application.chat.fork_conversation import ForkConversation
from application.chat.generation_jobs import GenerationJobs
from application.chat.list_conversations import ListConversations
from application.chat.projects import ChangeProject, CreateProject, DeleteProject, ListProjects
from application.chat.read_conversation import ReadConversation
from application.chat.read_messages import ReadMessages
from application.chat.regenerate_answer import RegenerateAnswer
from application.chat.search_conversations import SearchConversations
from application.chat.send_message import SendMessage
from application.chat.start_conversation import StartConversation
from application.chat.stop_generation import StopGeneration
from application.chat.tidy_search import TidySearch
from application.granted_models import GrantedModels
from application.own_memory import OwnMemory
from application.ports.ids import NewId
from application.ports.language_models import ModelCatalog
from domain.audit.entry import Party
from domain.errors import Unauthenticated
from domain.ids import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatUseCases:
    register_user: RegisterUser
    sign_in_user: SignInUser
    read_user: ReadUser
    open_session: OpenSession
    refresh_session: RefreshSession
    end_session: EndSession
    authenticate: Authenticate
    list_sessions: ListSessions
    revoke_session: RevokeSession
    revoke_other_sessions: RevokeOtherSessions
    rename_user: RenameUser
    change_password: ChangePassword
    catalog: ModelCatalog
    granted_models: GrantedModels
    start_conversation: StartConversation
    list_conversations: ListConversations
    read_conversation: ReadConversation
    change_conversation: ChangeConversation
    delete_conversation: DeleteConversation
    duplicate_conversation: DuplicateConversation
    fork_conversation: ForkConversation
    delete_branch: DeleteBranch
    export_conversations: ExportConversations
    read_messages: ReadMessages
    send_message: SendMessage
    regenerate_answer: RegenerateAnswer
    answer_beside: AnswerBeside
    stop_generation: StopGeneration
    follow_generation: FollowGeneration
    list_tools: ListTools
    create_project: CreateProject
    list_projects: ListProjects
    change_project: ChangeProject
    delete_project: DeleteProject
    search_conversations: SearchConversations
    tidy_search: TidySearch
    decide_call: DecideCall
    list_agents: ListAgents
    read_agent: ReadAgent
    read_agent_versions: ReadVersions
    create_agent: CreateAgent
    edit_agent: EditAgent
    restore_agent: RestoreVersion
    duplicate_agent: DuplicateAgent
    delete_agent: DeleteAgent
    share_agent: ShareAgent
    jobs: GenerationJobs
    close_abandoned: CloseAbandoned
    accounts: AccountUseCases
    files: FileUseCases
    library: LibraryUseCases
    connections: ConnectionUseCases
    memory: OwnMemory
    provider_keys: ProviderKeyUseCases
    own: OwnUseCases
    retention: RetentionUseCases
    new_id: NewId


# What is not `async` would be run in a thread of its own.
async def use_cases_of(request: Request) -> ChatUseCases:
    found = request.app.state.use_cases
    assert isinstance(found, ChatUseCases)
    return found


async def cookie_of(request: Request) -> RefreshCookie:
    found = request.app.state.refresh_cookie
    assert isinstance(found, RefreshCookie)
    return found


UseCases = Annotated[ChatUseCases, Depends(use_cases_of)]
Cookie = Annotated[RefreshCookie, Depends(cookie_of)]

_bearer = HTTPBearer(auto_error=False, description="An access token from signing in")


async def _signed_in(
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    use: UseCases,
    note: Noted,
) -> Authenticated:
    if credentials is None:
        raise Unauthenticated("sign in first")
    found = await use.authenticate(credentials.credentials)
    note.actor = Party(kind="user", id=found.account)
    return found


CallersSession = Annotated[Authenticated, Depends(_signed_in)]


async def _caller(session: CallersSession) -> UserId:
    return UserId(session.account)


Caller = Annotated[UserId, Depends(_caller)]
