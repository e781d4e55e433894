import pytest

from adapters.outbound.memory.api_keys import MemoryApiKeys
from adapters.outbound.memory.conversations import MemoryConversations
from adapters.outbound.memory.generation_log import MemoryGenerationLog
from adapters.outbound.memory.generations import MemoryGenerations
from adapters.outbound.memory.messages import MemoryMessages
from adapters.outbound.memory.personal_data import MemoryPersonalData
from adapters.outbound.memory.sessions import MemoryLiveSessions, MemorySessions
from adapters.outbound.memory.traces import MemoryTraces
from adapters.outbound.memory.users import MemoryUsers
from tests.clock import FakeClock
from tests.contracts.personal_data import Kept, PersonalDataContract, TracesContract


class TestMemoryPersonalData(PersonalDataContract):
    @pytest.fixture
    def kept(self) -> Kept:
        data = MemoryPersonalData(
            users=MemoryUsers(),
            keys=MemoryApiKeys(),
            sessions=MemorySessions(),
            conversations=MemoryConversations(),
            messages=MemoryMessages(),
            generations=MemoryGenerations(),
        )
        return Kept(
            personal_data=data,
            users=data.users,
            keys=data.keys,
            sessions=data.sessions,
            conversations=data.conversations,
            messages=data.messages,
            generations=data.generations,
        )


class TestMemoryTraces(TracesContract):
    @pytest.fixture
    def log(self) -> MemoryGenerationLog:
        return MemoryGenerationLog()

    @pytest.fixture
    def live(self) -> MemoryLiveSessions:
        return MemoryLiveSessions(clock=FakeClock())

    @pytest.fixture
    def traces(self, log: MemoryGenerationLog, live: MemoryLiveSessions) -> MemoryTraces:
        return MemoryTraces(log=log, live=live)
