from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from adapters.outbound.memory.call_feed import MemoryCallFeed
from adapters.outbound.memory.carried_reasoning import MemoryCarriedReasoning
from adapters.outbound.memory.changes import MemoryChanges
from adapters.outbound.memory.generation_log import MemoryGenerationLog
from adapters.outbound.memory.instances import MemoryInstances
from adapters.outbound.memory.leases import MemoryLeases
from adapters.outbound.memory.response_cache import MemoryResponseCache
from adapters.outbound.memory.sessions import MemoryLiveSessions
from adapters.outbound.memory.sign_in_attempts import MemorySignInAttempts
from adapters.outbound.memory.stop_signals import MemoryStopSignals
from tests.clock import FakeClock
from tests.contracts.carried_reasoning import CarriedReasoningContract
from tests.contracts.instances import InstancesContract
from tests.contracts.live import (
    CallFeedContract,
    ChangesContract,
    GenerationLogContract,
    LeasesContract,
    LiveSessionsContract,
    SignInAttemptsContract,
    StopSignalsContract,
)
from tests.contracts.response_cache import ResponseCacheContract


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


class TestMemoryLiveSessions(LiveSessionsContract):
    @pytest.fixture
    def live(self, clock: FakeClock) -> MemoryLiveSessions:
        return MemoryLiveSessions(clock=clock)


class TestMemorySignInAttempts(SignInAttemptsContract):
    @pytest.fixture
    def attempts(self, clock: FakeClock) -> MemorySignInAttempts:
        return MemorySignInAttempts(clock=clock)


class TestMemoryInstances(InstancesContract):
    @pytest.fixture
    def instances(self, clock: FakeClock) -> MemoryInstances:
        return MemoryInstances(clock=clock)


class TestMemoryGenerationLog(GenerationLogContract):
    @pytest.fixture
    def log(self) -> MemoryGenerationLog:
        return MemoryGenerationLog()


class TestMemoryStopSignals(StopSignalsContract):
    @pytest.fixture
    def signals(self) -> MemoryStopSignals:
        return MemoryStopSignals()


class TestMemoryLeases(LeasesContract):
    @pytest.fixture
    def leases(self, clock: FakeClock) -> MemoryLeases:
        return MemoryLeases(clock=clock)

    @pytest.fixture
    def let_pass(self, clock: FakeClock) -> Callable[[timedelta], Awaitable[None]]:
        async def passing(by: timedelta) -> None:
            clock.advance(by)

        return passing


class TestMemoryCarriedReasoning(CarriedReasoningContract):
    @pytest.fixture
    def carried(self, clock: FakeClock) -> MemoryCarriedReasoning:
        return MemoryCarriedReasoning(clock=clock)

    @pytest.fixture
    def let_pass(self, clock: FakeClock) -> Callable[[timedelta], Awaitable[None]]:
        async def passing(by: timedelta) -> None:
            clock.advance(by)

        return passing


class TestMemoryCallFeed(CallFeedContract):
    @pytest.fixture
    def feed(self) -> MemoryCallFeed:
        return MemoryCallFeed()


class TestMemoryChanges(ChangesContract):
    @pytest.fixture
    def changes(self) -> MemoryChanges:
        return MemoryChanges()


class TestMemoryResponseCache(ResponseCacheContract):
    @pytest.fixture
    def cache(self, clock: FakeClock) -> MemoryResponseCache:
        return MemoryResponseCache(clock=clock)

    @pytest.fixture
    def let_pass(self, clock: FakeClock) -> Callable[[timedelta], Awaitable[None]]:
        async def passing(by: timedelta) -> None:
            clock.advance(by)

        return passing
