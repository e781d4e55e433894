import pytest

from adapters.outbound.memory.administrators import MemoryAdministrators
from adapters.outbound.memory.agents import MemoryAgents
from adapters.outbound.memory.api_keys import MemoryApiKeys
from adapters.outbound.memory.catalog import StaticModelCatalog
from adapters.outbound.memory.connections import MemoryConnections
from adapters.outbound.memory.conversations import MemoryConversations
from adapters.outbound.memory.file_contents import MemoryFileContents
from adapters.outbound.memory.files import MemoryFiles
from adapters.outbound.memory.generations import MemoryGenerations
from adapters.outbound.memory.kept_answers import MemoryKeptAnswers
from adapters.outbound.memory.limited_subjects import MemoryLimitedSubjects
from adapters.outbound.memory.memories import MemoryMemories
from adapters.outbound.memory.messages import MemoryMessages
from adapters.outbound.memory.offers import MemoryOffers
from adapters.outbound.memory.passage_vectors import MemoryPassageVectors
from adapters.outbound.memory.presets import MemoryPresets
from adapters.outbound.memory.projects import MemoryProjects
from adapters.outbound.memory.retention_choices import MemoryRetentionChoices
from adapters.outbound.memory.saved_prompts import MemorySavedPrompts
from adapters.outbound.memory.search_index import MemorySearchIndex
from adapters.outbound.memory.sessions import MemorySessions
from adapters.outbound.memory.teams import MemoryTeams
from adapters.outbound.memory.transactions import MemoryTransactions
from adapters.outbound.memory.usage_totals import MemoryUsageTotals
from adapters.outbound.memory.users import MemoryUsers
from domain.catalog.models import Catalog
from tests.contracts.accounts import (
    AdministratorsContract,
    ApiKeysContract,
    LimitedSubjectsContract,
    SessionsContract,
    TeamsContract,
    UsersContract,
)
from tests.contracts.agents import AgentsContract
from tests.contracts.catalog import DEEP, HERE, ModelCatalogContract
from tests.contracts.connections import ConnectionsContract
from tests.contracts.conversations import (
    ConversationsContract,
    GenerationsContract,
    MessagesContract,
    ProjectsContract,
)
from tests.contracts.files import FileContentsContract, FilesContract, PassageVectorsContract
from tests.contracts.kept_answers import KeptAnswersContract
from tests.contracts.ledger import CallLogContract, TransactionsContract, UsageTotalsContract
from tests.contracts.library import PresetsContract, SavedPromptsContract
from tests.contracts.memories import MemoriesContract
from tests.contracts.offers import OffersContract
from tests.contracts.retention_choices import RetentionChoicesContract
from tests.contracts.search import SearchIndexContract


class TestMemoryUsers(UsersContract):
    @pytest.fixture
    def users(self) -> MemoryUsers:
        return MemoryUsers()


class TestMemoryAdministrators(AdministratorsContract):
    @pytest.fixture
    def administrators(self) -> MemoryAdministrators:
        return MemoryAdministrators()


class TestMemoryTeams(TeamsContract):
    @pytest.fixture
    def teams(self) -> MemoryTeams:
        return MemoryTeams()


class TestMemorySessions(SessionsContract):
    @pytest.fixture
    def sessions(self) -> MemorySessions:
        return MemorySessions()


class TestMemoryApiKeys(ApiKeysContract):
    @pytest.fixture
    def keys(self) -> MemoryApiKeys:
        return MemoryApiKeys()


class TestMemoryLimitedSubjects(LimitedSubjectsContract):
    @pytest.fixture
    def users(self) -> MemoryUsers:
        return MemoryUsers()

    @pytest.fixture
    def keys(self) -> MemoryApiKeys:
        return MemoryApiKeys()

    @pytest.fixture
    def limited(self, users: MemoryUsers, keys: MemoryApiKeys) -> MemoryLimitedSubjects:
        return MemoryLimitedSubjects(users=users, keys=keys)


class TestMemoryAgents(AgentsContract):
    @pytest.fixture
    def agents(self) -> MemoryAgents:
        return MemoryAgents()


class TestMemoryConnections(ConnectionsContract):
    @pytest.fixture
    def connections(self) -> MemoryConnections:
        return MemoryConnections()


class TestMemoryMemories(MemoriesContract):
    @pytest.fixture
    def memories(self) -> MemoryMemories:
        return MemoryMemories()


class TestMemoryKeptAnswers(KeptAnswersContract):
    @pytest.fixture
    def answers(self) -> MemoryKeptAnswers:
        return MemoryKeptAnswers()


class TestMemoryConversations(ConversationsContract):
    @pytest.fixture
    def conversations(self) -> MemoryConversations:
        return MemoryConversations()


class TestMemoryFiles(FilesContract):
    @pytest.fixture
    def files(self) -> MemoryFiles:
        return MemoryFiles()


class TestMemoryFileContents(FileContentsContract):
    @pytest.fixture
    def contents(self) -> MemoryFileContents:
        return MemoryFileContents()


class TestMemoryPassageVectors(PassageVectorsContract):
    @pytest.fixture
    def vectors(self) -> MemoryPassageVectors:
        return MemoryPassageVectors()


class TestMemoryMessages(MessagesContract):
    @pytest.fixture
    def messages(self) -> MemoryMessages:
        return MemoryMessages()


class TestMemoryGenerations(GenerationsContract):
    @pytest.fixture
    def generations(self) -> MemoryGenerations:
        return MemoryGenerations()


class TestMemoryTransactions(TransactionsContract):
    @pytest.fixture
    def transactions(self) -> MemoryTransactions:
        return MemoryTransactions()


class TestMemoryCallLog(CallLogContract):
    @pytest.fixture
    def transactions(self) -> MemoryTransactions:
        return MemoryTransactions()

    @pytest.fixture
    def log(self, transactions: MemoryTransactions) -> MemoryTransactions:
        return transactions


class TestMemoryUsageTotals(UsageTotalsContract):
    @pytest.fixture
    def totals(self) -> MemoryUsageTotals:
        return MemoryUsageTotals()


class TestStaticModelCatalog(ModelCatalogContract):
    @pytest.fixture
    def catalog(self) -> StaticModelCatalog:
        return StaticModelCatalog(Catalog(models=(HERE, DEEP)))


class TestMemoryOffers(OffersContract):
    @pytest.fixture
    def offers(self) -> MemoryOffers:
        return MemoryOffers()


class TestMemorySearchIndex(SearchIndexContract):
    @pytest.fixture
    def index(self) -> MemorySearchIndex:
        return MemorySearchIndex()


class TestMemoryRetentionChoices(RetentionChoicesContract):
    @pytest.fixture
    def choices(self) -> MemoryRetentionChoices:
        return MemoryRetentionChoices()


class TestMemorySavedPrompts(SavedPromptsContract):
    @pytest.fixture
    def prompts(self) -> MemorySavedPrompts:
        return MemorySavedPrompts()


class TestMemoryPresets(PresetsContract):
    @pytest.fixture
    def presets(self) -> MemoryPresets:
        return MemoryPresets()


class TestMemoryProjects(ProjectsContract):
    @pytest.fixture
    def projects(self) -> MemoryProjects:
        return MemoryProjects()
