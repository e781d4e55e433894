import pytest

from adapters.outbound.mongo.administrators import MongoAdministrators
from adapters.outbound.mongo.agents import MongoAgents
from adapters.outbound.mongo.api_keys import MongoApiKeys
from adapters.outbound.mongo.connections import MongoConnections
from adapters.outbound.mongo.conversations import MongoConversations
from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.file_contents import MongoFileContents
from adapters.outbound.mongo.files import MongoFiles
from adapters.outbound.mongo.generations import MongoGenerations
from adapters.outbound.mongo.kept_answers import MongoKeptAnswers
from adapters.outbound.mongo.limited_subjects import MongoLimitedSubjects
from adapters.outbound.mongo.memories import MongoMemories
from adapters.outbound.mongo.messages import MongoMessages
from adapters.outbound.mongo.offers import MongoOffers
from adapters.outbound.mongo.passage_vectors import MongoPassageVectors
from adapters.outbound.mongo.presets import MongoPresets
from adapters.outbound.mongo.projects import MongoProjects
from adapters.outbound.mongo.retention_choices import MongoRetentionChoices
from adapters.outbound.mongo.saved_prompts import MongoSavedPrompts
from adapters.outbound.mongo.search_index import MongoSearchIndex
from adapters.outbound.mongo.sessions import MongoSessions
from adapters.outbound.mongo.teams import MongoTeams
from adapters.outbound.mongo.transactions import MongoTransactions
from adapters.outbound.mongo.usage_totals import MongoUsageTotals
from adapters.outbound.mongo.users import MongoUsers
from tests.builders import NOON
from tests.contracts.accounts import (
    AdministratorsContract,
    ApiKeysContract,
    LimitedSubjectsContract,
    SessionsContract,
    TeamsContract,
    UsersContract,
)
from tests.contracts.agents import AgentsContract
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


class TestMongoUsers(UsersContract):
    @pytest.fixture
    def users(self, database: Database) -> MongoUsers:
        return MongoUsers(database)


class TestMongoAdministrators(AdministratorsContract):
    @pytest.fixture
    def administrators(self, database: Database) -> MongoAdministrators:
        return MongoAdministrators(database)


class TestMongoTeams(TeamsContract):
    @pytest.fixture
    def teams(self, database: Database) -> MongoTeams:
        return MongoTeams(database)


class TestMongoSessions(SessionsContract):
    @pytest.fixture
    def sessions(self, database: Database) -> MongoSessions:
        return MongoSessions(database)


class TestMongoApiKeys(ApiKeysContract):
    @pytest.fixture
    def keys(self, database: Database) -> MongoApiKeys:
        return MongoApiKeys(database)


class TestMongoLimitedSubjects(LimitedSubjectsContract):
    @pytest.fixture
    def users(self, database: Database) -> MongoUsers:
        return MongoUsers(database)

    @pytest.fixture
    def keys(self, database: Database) -> MongoApiKeys:
        return MongoApiKeys(database)

    @pytest.fixture
    def limited(self, database: Database) -> MongoLimitedSubjects:
        return MongoLimitedSubjects(database)


class TestMongoAgents(AgentsContract):
    @pytest.fixture
    def agents(self, database: Database) -> MongoAgents:
        return MongoAgents(database)


class TestMongoConnections(ConnectionsContract):
    @pytest.fixture
    def connections(self, database: Database) -> MongoConnections:
        return MongoConnections(database)


class TestMongoMemories(MemoriesContract):
    @pytest.fixture
    def memories(self, database: Database) -> MongoMemories:
        return MongoMemories(database)


class TestMongoKeptAnswers(KeptAnswersContract):
    @pytest.fixture
    def answers(self, database: Database) -> MongoKeptAnswers:
        return MongoKeptAnswers(database)


class TestMongoConversations(ConversationsContract):
    @pytest.fixture
    def conversations(self, database: Database) -> MongoConversations:
        return MongoConversations(database)


class TestMongoFiles(FilesContract):
    @pytest.fixture
    def files(self, database: Database) -> MongoFiles:
        return MongoFiles(database)


class TestMongoFileContents(FileContentsContract):
    @pytest.fixture
    def contents(self, database: Database) -> MongoFileContents:
        return MongoFileContents(database)


class TestMongoPassageVectors(PassageVectorsContract):
    @pytest.fixture
    def vectors(self, database: Database) -> MongoPassageVectors:
        return MongoPassageVectors(database)


class TestMongoMessages(MessagesContract):
    @pytest.fixture
    def messages(self, database: Database) -> MongoMessages:
        return MongoMessages(database)


class TestMongoGenerations(GenerationsContract):
    @pytest.fixture
    def generations(self, database: Database) -> MongoGenerations:
        return MongoGenerations(database)


class TestMongoTransactions(TransactionsContract):
    @pytest.fixture
    def transactions(self, database: Database) -> MongoTransactions:
        return MongoTransactions(database, clock=lambda: NOON, page_rows=7)


class TestMongoCallLog(CallLogContract):
    @pytest.fixture
    def transactions(self, database: Database) -> MongoTransactions:
        return MongoTransactions(database, clock=lambda: NOON)

    @pytest.fixture
    def log(self, transactions: MongoTransactions) -> MongoTransactions:
        return transactions


class TestMongoUsageTotals(UsageTotalsContract):
    @pytest.fixture
    def totals(self, database: Database) -> MongoUsageTotals:
        return MongoUsageTotals(database)


class TestMongoOffers(OffersContract):
    @pytest.fixture
    def offers(self, database: Database) -> MongoOffers:
        return MongoOffers(database)


class TestMongoSearchIndex(SearchIndexContract):
    """Spans of a few texts, so that they are joined here too."""

    @pytest.fixture
    def index(self, database: Database) -> MongoSearchIndex:
        return MongoSearchIndex(database, clock=lambda: NOON, fresh_max=4)


class TestMongoRetentionChoices(RetentionChoicesContract):
    @pytest.fixture
    def choices(self, database: Database) -> MongoRetentionChoices:
        return MongoRetentionChoices(database)


class TestMongoSavedPrompts(SavedPromptsContract):
    @pytest.fixture
    def prompts(self, database: Database) -> MongoSavedPrompts:
        return MongoSavedPrompts(database)


class TestMongoPresets(PresetsContract):
    @pytest.fixture
    def presets(self, database: Database) -> MongoPresets:
        return MongoPresets(database)


class TestMongoProjects(ProjectsContract):
    @pytest.fixture
    def projects(self, database: Database) -> MongoProjects:
        return MongoProjects(database)
