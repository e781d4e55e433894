from fastapi import FastAPI

from adapters.inbound.chat.app import create_app
from adapters.inbound.chat.use_cases import ChatUseCases
from adapters.inbound.http.shutdown import Shutdown
from adapters.outbound.mongo.presets import MongoPresets
from adapters.outbound.mongo.saved_prompts import MongoSavedPrompts
from adapters.outbound.system.clock import utc_now
from adapters.outbound.system.ids import new_id
from adapters.outbound.tools.memory import MemoryTools
from application.accounts.change_user import ChangePassword, RenameUser
from application.accounts.devices import ListSessions, RevokeOtherSessions, RevokeSession
from application.accounts.read_user import ReadUser
from application.accounts.sign_in_user import SignInUser
from application.agents.list_tools import ListTools
from application.chat.answer_beside import AnswerBeside
from application.chat.answer_record import Pace
from application.chat.begin_answer import BeginAnswer
from application.chat.change_conversation import ChangeConversation
from application.chat.close_abandoned import CloseAbandoned
from application.chat.close_answer import CloseAnswer
from application.chat.copy_messages import CopyMessages
from application.chat.decide_call import DecideCall
from application.chat.delete_branch import DeleteBranch
from application.chat.delete_conversation import DeleteConversation
from application.chat.duplicate_conversation import DuplicateConversation
from application.chat.export_conversations import ExportConversations
from application.chat.follow_generation import FollowGeneration
from application.chat.fork_conversation import ForkConversation
from application.chat.generate_answer import GenerateAnswer
from application.chat.generation_jobs import GenerationJobs
from application.chat.held_lease import WorkLeases
from application.chat.list_conversations import ListConversations
from application.chat.prepare_answer import PrepareAnswer
from application.chat.projects import (
    ProjectWords,
)
from application.chat.read_conversation import ReadConversation
from application.chat.read_messages import ReadMessages
from application.chat.regenerate_answer import RegenerateAnswer
from application.chat.resume_answer import ResumeAnswer
from application.chat.search_conversations import SearchConversations
from application.chat.send_message import SendMessage
from application.chat.start_conversation import StartConversation
from application.chat.stop_generation import StopGeneration
from application.chat.tidy_search import TidySearch
from application.chat.title_conversation import TitleConversation, titling
from entrypoints.accounts import account_use_cases, register_user
from entrypoints.agents import agent_use_cases
from entrypoints.connected import connection_use_cases
from entrypoints.container import Container
from entrypoints.files import file_desk
from entrypoints.library import library_use_cases
from entrypoints.life import container_for, lifespan_of, readiness_of
from entrypoints.making import making_tools
from entrypoints.own import end_links, own_memory, own_use_cases
from entrypoints.projects import project_use_cases
from entrypoints.provider_keys import provider_key_use_cases
from entrypoints.retention import retention_use_cases
from entrypoints.sessions import session_use_cases
from entrypoints.settings import Settings
from entrypoints.system import heartbeat
from entrypoints.tools import agent_access, agent_loop, answerers, prepare_agent, toolbox


def use_cases(container: Container) -> ChatUseCases:
    users, catalog = container.users(), container.catalog()
    conversations, messages = container.conversations(), container.messages()
    generations, log = container.generations(), container.log()
    signals = container.stop_signals()
    worker = new_id()
    leases = WorkLeases(leases=container.leases(), worker=worker)
    close = CloseAnswer(messages=messages, log=log, generations=generations)
    desk = file_desk(container)
    tools = toolbox(container, desk.search, sources=making_tools(container, desk))
    found = answerers(container)
    memory = own_memory(container)
    jobs = GenerationJobs(
        GenerateAnswer(
            messages=messages,
            log=log,
            stop_signals=signals,
            leases=leases,
            prepare=PrepareAnswer(
                prompt=desk.prompt,
                conversations=conversations,
                agent=prepare_agent(container, tools, desk.knowledge),
                project=ProjectWords(projects=container.projects(), knowledge=desk.knowledge),
                memory=memory,
                remembering=MemoryTools(memory),
            ),
            loop=agent_loop(container.metering()),
            close=close,
            title=TitleConversation(
                conversations=conversations,
                messages=messages,
                granted_models=container.granted_models(),
                metering=container.metering(),
                new_id=new_id,
                choose=titling(container.settings().titles),
            ),
            pace=Pace(),
        )
    )
    begin = BeginAnswer(
        conversations=conversations,
        messages=messages,
        generations=generations,
        leases=leases,
        jobs=jobs,
        new_id=new_id,
        clock=utc_now,
    )
    copy = CopyMessages(
        conversations=conversations, messages=messages, new_id=new_id, clock=utc_now
    )
    sessions = session_use_cases(container, "chat")
    register = register_user(container)
    sign_in = SignInUser(
        users=users,
        passwords=container.passwords(),
        attempts=container.attempts(),
        clock=utc_now,
    )
    devices = RevokeOtherSessions(
        list_sessions=ListSessions(sessions=container.sessions(), clock=utc_now),
        revoke=RevokeSession(
            sessions=container.sessions(), live=container.live_sessions(), clock=utc_now
        ),
    )
    delete = DeleteConversation(
        conversations=conversations,
        messages=messages,
        generations=generations,
        stop_signals=signals,
        release_files=desk.release,
        end_links=end_links(container),
    )
    return ChatUseCases(
        register_user=register,
        sign_in_user=sign_in,
        read_user=ReadUser(users=users),
        open_session=sessions.open_session,
        refresh_session=sessions.refresh_session,
        end_session=sessions.end_session,
        authenticate=sessions.authenticate,
        list_sessions=devices.list_sessions,
        revoke_session=devices.revoke,
        revoke_other_sessions=devices,
        rename_user=RenameUser(users=users),
        change_password=ChangePassword(
            users=users,
            passwords=container.passwords(),
            common_passwords=container.common_passwords(),
            sign_in=sign_in,
            revoke_others=devices,
        ),
        catalog=catalog,
        granted_models=container.granted_models(),
        start_conversation=StartConversation(
            projects=container.projects(),
            conversations=conversations,
            answerers=found,
            new_id=new_id,
            clock=utc_now,
        ),
        list_conversations=ListConversations(conversations=conversations, generations=generations),
        read_conversation=ReadConversation(conversations=conversations, generations=generations),
        change_conversation=ChangeConversation(
            projects=container.projects(),
            conversations=conversations,
            generations=generations,
            messages=messages,
            answerers=found,
            clock=utc_now,
        ),
        delete_conversation=delete,
        retention=retention_use_cases(container, delete=delete),
        duplicate_conversation=DuplicateConversation(
            conversations=conversations, messages=messages, copy=copy
        ),
        fork_conversation=ForkConversation(
            conversations=conversations, messages=messages, copy=copy
        ),
        delete_branch=DeleteBranch(
            conversations=conversations,
            messages=messages,
            generations=generations,
            stop_signals=signals,
            release_files=desk.release,
            clock=utc_now,
        ),
        export_conversations=ExportConversations(conversations=conversations, messages=messages),
        read_messages=ReadMessages(conversations=conversations, messages=messages),
        send_message=SendMessage(
            conversations=conversations,
            messages=messages,
            files=desk.files,
            answerers=found,
            leases=container.leases(),
            begin=begin,
            new_id=new_id,
            clock=utc_now,
        ),
        regenerate_answer=RegenerateAnswer(
            conversations=conversations,
            messages=messages,
            answerers=found,
            begin=begin,
            new_id=new_id,
        ),
        answer_beside=AnswerBeside(
            conversations=conversations,
            messages=messages,
            answerers=found,
            begin=begin,
            new_id=new_id,
        ),
        stop_generation=StopGeneration(generations=generations, stop_signals=signals),
        follow_generation=FollowGeneration(generations=generations, messages=messages, log=log),
        **project_use_cases(
            container.projects(),
            conversations=conversations,
            choose=desk.choose,
            release_files=desk.release,
        ),
        search_conversations=SearchConversations(
            conversations=conversations,
            messages=messages,
            index=container.search_index(),
            clock=utc_now,
        ),
        tidy_search=TidySearch(
            index=container.search_index(), leases=container.leases(), worker=worker
        ),
        jobs=jobs,
        close_abandoned=CloseAbandoned(
            generations=generations,
            messages=messages,
            prompt=desk.prompt,
            log=log,
            leases=container.leases(),
            sweeper=new_id(),  # never the worker: a lease yields to its own holder
            transactions=container.transactions(),
            bookkeeper=container.bookkeeper(),
            answerers=found,
            close=close,
            resume=ResumeAnswer(
                generations=generations, log=log, leases=leases, answerers=found, jobs=jobs
            ),
            clock=utc_now,
        ),
        list_tools=ListTools(toolbox=tools),
        accounts=account_use_cases(container, sign_in=sign_in, register=register),
        files=desk.use,
        connections=connection_use_cases(container),
        memory=memory,
        provider_keys=provider_key_use_cases(container),
        decide_call=DecideCall(
            conversations=conversations,
            messages=messages,
            answerers=found,
            log=log,
            leases=container.leases(),
            begin=begin,
            new_id=new_id,
        ),
        **agent_use_cases(
            agent_access(container),
            catalog=catalog,
            users=users,
            choose=desk.choose,
            release_files=desk.release,
        ),
        library=library_use_cases(
            MongoSavedPrompts(container.database()),
            MongoPresets(container.database()),
            container.teams(),
        ),
        own=own_use_cases(container, sign_in=sign_in),
        new_id=new_id,
    )


def create(settings: Settings, shutdown: Shutdown) -> FastAPI:
    """The chat service on the stores that the settings name."""
    container = container_for(settings)
    return create_app(
        use_cases(container),
        is_ready=readiness_of(container),
        shutdown=shutdown,
        lifespan=lifespan_of(
            container, asks_models=True, heartbeat=heartbeat(container, "chat", shutdown)
        ),
        plain_http_allowed=settings.plain_http_cookies,
    )
