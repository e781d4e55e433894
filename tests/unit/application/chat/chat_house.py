"""The whole chat service on memory adapters, with a model that says what a test scripts."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TypeVar

from adapters.inbound.chat.use_cases import ChatUseCases
from adapters.outbound.memory.agents import MemoryAgents
from adapters.outbound.memory.catalog import StaticModelCatalog
from adapters.outbound.memory.conversations import MemoryConversations
from adapters.outbound.memory.generation_log import MemoryGenerationLog
from adapters.outbound.memory.generations import MemoryGenerations
from adapters.outbound.memory.leases import MemoryLeases
from adapters.outbound.memory.memories import MemoryMemories
from adapters.outbound.memory.messages import MemoryMessages
from adapters.outbound.memory.presets import MemoryPresets
from adapters.outbound.memory.projects import MemoryProjects
from adapters.outbound.memory.saved_prompts import MemorySavedPrompts
from adapters.outbound.memory.search_index import MemorySearchIndex
from adapters.outbound.memory.stop_signals import MemoryStopSignals
from adapters.outbound.memory.teams import MemoryTeams
from adapters.outbound.memory.transactions import MemoryTransactions
from adapters.outbound.memory.users import MemoryUsers
from adapters.outbound.tools.built_in import BuiltInTools
from adapters.outbound.tools.calculator import Calculator
from adapters.outbound.tools.memory import MemoryTools
from application.agents.agent_access import AgentAccess
from application.agents.agent_loop import AgentLoop, Caps
from application.agents.answerers import Answerers
from application.agents.list_tools import ListTools
from application.agents.prepare_agent import PrepareAgent
from application.agents.run_tool import RunTool
from application.agents.toolbox import Toolbox
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
from application.chat.prompt_of_thread import PromptOfThread
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
from application.granted_models import GrantedModels
from application.metering import Metering
from application.own_memory import OwnMemory
from application.ports.agents import Agents
from application.ports.conversations import Conversations
from application.ports.generation_log import GenerationLog
from application.ports.generations import Generations
from application.ports.identity_providers import IdentityProvider
from application.ports.leases import Leases
from application.ports.messages import Messages
from application.ports.projects import Projects
from application.ports.search_index import SearchIndex
from application.ports.stop_signals import StopSignals
from application.ports.teams import Teams
from application.ports.tools import Tool
from application.ports.transactions import Transactions
from application.searchable import SearchableConversations, SearchableMessages
from domain.accounts.registration import Registration
from domain.catalog.models import Catalog
from domain.conversations.message import Message
from domain.conversations.retention import Retention
from domain.ids import ConversationId, MessageId, UserId
from entrypoints.agents import agent_use_cases
from entrypoints.library import library_use_cases
from entrypoints.projects import project_use_cases
from tests.access import Granted
from tests.allowing import allowing
from tests.books import BookkeepingDesk
from tests.builders import a_model
from tests.connected import ConnectedDesk
from tests.file_desk import FileDesk
from tests.own import OwnDesk
from tests.own_keys import OwnKeysDesk
from tests.retention import retention_on
from tests.routing import routing
from tests.unit.application.chat.accounts import Accounts
from tests.unit.application.chat.scripted_model import PlainPasswords, ScriptedModel

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ADA = UserId("ada")
EVE = UserId("eve")
Kept = TypeVar("Kept")


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += by


@dataclass
class House:
    clock: Clock = field(default_factory=Clock)
    model: ScriptedModel = field(default_factory=ScriptedModel)
    passwords: PlainPasswords = field(default_factory=PlainPasswords)
    pace: Pace = field(default_factory=lambda: Pace(flush_s=0, save_s=0, retry_s=0))
    last_words_s: float = 1.0
    registration: Registration = field(default_factory=Registration)
    conversations: Conversations = field(default_factory=MemoryConversations)
    messages: Messages = field(default_factory=MemoryMessages)
    generations: Generations = field(default_factory=MemoryGenerations)
    projects: Projects = field(default_factory=MemoryProjects)
    index: SearchIndex = field(default_factory=MemorySearchIndex)
    transactions: Transactions = field(default_factory=MemoryTransactions)
    log: GenerationLog = field(default_factory=MemoryGenerationLog)
    stop_signals: StopSignals = field(default_factory=MemoryStopSignals)
    leases: Leases | None = None
    worker: str = "worker"
    tools: list[Tool] = field(default_factory=lambda: [Calculator()])
    agents: Agents = field(default_factory=MemoryAgents)
    teams: Teams = field(default_factory=MemoryTeams)
    caps: Caps = field(default_factory=Caps)
    faults: list[Exception] = field(default_factory=list[Exception])
    titles: str = "off"
    retention: Retention = field(default_factory=Retention)
    providers: dict[str, IdentityProvider] = field(default_factory=dict[str, IdentityProvider])
    make_id: Callable[[], str] | None = None

    def __post_init__(self) -> None:
        numbers = count(1)
        plain, plain_conversations = self.messages, self.conversations
        self.messages = SearchableMessages(plain, self.conversations, self.index)
        self.conversations = SearchableConversations(self.conversations, plain, self.index)
        self.new_id = self.make_id or (lambda: f"{next(numbers):011d}{'x' * 15}")
        self.users = MemoryUsers()
        self.memory = OwnMemory(memories=MemoryMemories(), new_id=self.new_id, clock=self.clock)
        self.connected = ConnectedDesk(new_id=self.new_id)
        self.own_keys = OwnKeysDesk(clock=self.clock)
        self.toolbox = Toolbox(sources=(BuiltInTools(self.tools), self.connected.source))
        leases = self.leases or MemoryLeases(clock=self.clock)
        self.held = leases
        self.catalog = StaticModelCatalog(
            Catalog(
                models=(
                    a_model("small"),
                    a_model("large"),
                    a_model("free", price=None),
                    replace(a_model("vectors"), tasks=("embeddings",)),
                )
            )
        )
        self.agent_access = AgentAccess(agents=self.agents, teams=self.teams)
        self.answerers = Answerers(catalog=self.catalog, access=self.agent_access)
        self.access = Granted()
        self.accounts = Accounts(
            users=self.users,
            passwords=self.passwords,
            registration=self.registration,
            new_id=self.new_id,
            clock=self.clock,
            providers=self.providers,
        )
        self.own = OwnDesk(
            clock=self.clock,
            users=self.users,
            new_id=self.new_id,
            sessions=self.accounts.sessions,
            live=self.accounts.live,
            sign_in=self.accounts.sign_in_user,
            conversations=_on_memory(plain_conversations, MemoryConversations),
            messages=_on_memory(plain, MemoryMessages),
            generations=_on_memory(self.generations, MemoryGenerations),
            log=_on_memory(self.log, MemoryGenerationLog),
            stop_signals=self.stop_signals,
        )
        self.bookkeeper = BookkeepingDesk(transactions=self.transactions).bookkeeper
        self.close = CloseAnswer(
            messages=self.messages, log=self.log, generations=self.generations, pauses_s=(0, 0)
        )
        self.work_leases = WorkLeases(leases=leases, worker=self.worker, renewed_every_s=0.01)
        metering = Metering(
            routing=routing(),
            access=self.access,
            allowing=allowing(self.clock),
            models=self.model,
            bookkeeper=self.bookkeeper,
            clock=self.clock,
            stopwatch=lambda: 0.0,
        )
        self.desk = FileDesk(
            messages=self.messages,
            conversations=self.conversations,
            new_id=self.new_id,
            clock=self.clock,
            projects=self.projects,
            agents=self.agents,
            teams=self.teams,
        )
        self.prompt = PromptOfThread(messages=self.messages, files=self.desk.in_prompt)
        self.generate = GenerateAnswer(
            messages=self.messages,
            log=self.log,
            stop_signals=self.stop_signals,
            leases=self.work_leases,
            prepare=PrepareAnswer(
                prompt=self.prompt,
                conversations=self.conversations,
                agent=PrepareAgent(
                    toolbox=self.toolbox,
                    knowledge=self.desk.knowledge,
                    users=self.users,
                    clock=self.clock,
                ),
                project=ProjectWords(projects=self.projects, knowledge=self.desk.knowledge),
                memory=self.memory,
                remembering=MemoryTools(self.memory),
                caps=self.caps,
            ),
            loop=AgentLoop(
                metering=metering,
                run_tool=RunTool(stopwatch=lambda: 0.0, report=self._report),
                stopwatch=lambda: 0.0,
            ),
            close=self.close,
            title=TitleConversation(
                conversations=self.conversations,
                messages=self.messages,
                granted_models=GrantedModels(catalog=self.catalog, access=self.access),
                metering=metering,
                new_id=self.new_id,
                choose=titling(self.titles),
            ),
            pace=self.pace,
        )
        self.jobs = GenerationJobs(self.generate, last_words_s=self.last_words_s)
        self.use = self._use_cases()

    def _use_cases(self) -> ChatUseCases:
        accounts = self.accounts
        begin = BeginAnswer(
            conversations=self.conversations,
            messages=self.messages,
            generations=self.generations,
            leases=self.work_leases,
            jobs=self.jobs,
            new_id=self.new_id,
            clock=self.clock,
        )
        copy = CopyMessages(
            conversations=self.conversations,
            messages=self.messages,
            new_id=self.new_id,
            clock=self.clock,
        )
        delete = DeleteConversation(
            conversations=self.conversations,
            messages=self.messages,
            generations=self.generations,
            stop_signals=self.stop_signals,
            release_files=self.desk.release,
            end_links=self.own.end_links,
        )
        return ChatUseCases(
            register_user=accounts.register_user,
            sign_in_user=accounts.sign_in_user,
            read_user=accounts.read_user,
            open_session=accounts.open_session,
            refresh_session=accounts.refresh_session,
            end_session=accounts.end_session,
            list_sessions=accounts.list_sessions,
            revoke_session=accounts.revoke_session,
            revoke_other_sessions=accounts.revoke_other_sessions,
            rename_user=accounts.rename_user,
            change_password=accounts.change_password,
            authenticate=accounts.authenticate,
            accounts=accounts.accounts,
            catalog=self.catalog,
            granted_models=GrantedModels(catalog=self.catalog, access=self.access),
            start_conversation=StartConversation(
                projects=self.projects,
                conversations=self.conversations,
                answerers=self.answerers,
                new_id=self.new_id,
                clock=self.clock,
            ),
            list_conversations=ListConversations(
                conversations=self.conversations, generations=self.generations
            ),
            read_conversation=ReadConversation(
                conversations=self.conversations, generations=self.generations
            ),
            change_conversation=ChangeConversation(
                projects=self.projects,
                conversations=self.conversations,
                generations=self.generations,
                messages=self.messages,
                answerers=self.answerers,
                clock=self.clock,
            ),
            delete_conversation=delete,
            retention=retention_on(
                self.retention,
                conversations=self.conversations,
                generations=self.generations,
                delete=delete,
                clock=self.clock,
            ),
            duplicate_conversation=DuplicateConversation(
                conversations=self.conversations, messages=self.messages, copy=copy
            ),
            fork_conversation=ForkConversation(
                conversations=self.conversations, messages=self.messages, copy=copy
            ),
            delete_branch=DeleteBranch(
                conversations=self.conversations,
                messages=self.messages,
                generations=self.generations,
                stop_signals=self.stop_signals,
                release_files=self.desk.release,
                clock=self.clock,
            ),
            export_conversations=ExportConversations(
                conversations=self.conversations, messages=self.messages
            ),
            read_messages=ReadMessages(conversations=self.conversations, messages=self.messages),
            send_message=SendMessage(
                conversations=self.conversations,
                messages=self.messages,
                files=self.desk.files,
                answerers=self.answerers,
                leases=self.held,
                begin=begin,
                new_id=self.new_id,
                clock=self.clock,
            ),
            regenerate_answer=RegenerateAnswer(
                conversations=self.conversations,
                messages=self.messages,
                answerers=self.answerers,
                begin=begin,
                new_id=self.new_id,
            ),
            answer_beside=AnswerBeside(
                conversations=self.conversations,
                messages=self.messages,
                answerers=self.answerers,
                begin=begin,
                new_id=self.new_id,
            ),
            stop_generation=StopGeneration(
                generations=self.generations, stop_signals=self.stop_signals
            ),
            follow_generation=FollowGeneration(
                generations=self.generations, messages=self.messages, log=self.log, wait_s=0.01
            ),
            **project_use_cases(
                self.projects,
                conversations=self.conversations,
                choose=self.desk.choose,
                release_files=self.desk.release,
                new_id=self.new_id,
                clock=self.clock,
            ),
            search_conversations=SearchConversations(
                conversations=self.conversations,
                messages=self.messages,
                index=self.index,
                clock=self.clock,
            ),
            tidy_search=TidySearch(index=self.index, leases=self.held, worker=self.worker),
            jobs=self.jobs,
            close_abandoned=CloseAbandoned(
                generations=self.generations,
                messages=self.messages,
                prompt=self.prompt,
                log=self.log,
                leases=self.held,
                sweeper=f"{self.worker}-sweeper",
                transactions=self.transactions,
                bookkeeper=self.bookkeeper,
                answerers=self.answerers,
                close=self.close,
                resume=ResumeAnswer(
                    generations=self.generations,
                    log=self.log,
                    leases=self.work_leases,
                    answerers=self.answerers,
                    jobs=self.jobs,
                ),
                clock=self.clock,
            ),
            list_tools=ListTools(toolbox=self.toolbox),
            files=self.desk.use,
            decide_call=DecideCall(
                conversations=self.conversations,
                messages=self.messages,
                answerers=self.answerers,
                log=self.log,
                leases=self.held,
                begin=begin,
                new_id=self.new_id,
            ),
            **agent_use_cases(
                self.agent_access,
                catalog=self.catalog,
                users=self.users,
                choose=self.desk.choose,
                release_files=self.desk.release,
                new_id=self.new_id,
                clock=self.clock,
            ),
            library=library_use_cases(
                MemorySavedPrompts(),
                MemoryPresets(),
                self.teams,
                new_id=self.new_id,
                clock=self.clock,
            ),
            connections=self.connected.use,
            memory=self.memory,
            provider_keys=self.own_keys.use,
            own=self.own.use,
            new_id=self.new_id,
        )

    def _report(self, _: str, error: Exception) -> None:
        self.faults.append(error)

    async def chat(self, *, by: UserId = ADA, model: str | None = None) -> ConversationId:
        return (await self.use.start_conversation(model=model, by=by)).conversation.id

    async def message(self, id: MessageId, chat: ConversationId) -> Message:
        return await self.messages.get(id, conversation=chat)

    async def until(self, id: MessageId, chat: ConversationId, text: str) -> None:
        """Wait until the store has this much of an answer."""
        async with asyncio.timeout(2):
            while (await self.message(id, chat)).text != text:  # noqa: ASYNC110 - polled
                await asyncio.sleep(0)


def _on_memory(store: object, kind: type[Kept]) -> Kept:
    """What is one's own is looked after where a house stands on memory."""
    return store if isinstance(store, kind) else kind()
