"""What the system page asks, on memory: its stores answer, unless a test says no."""

from dataclasses import dataclass, field
from typing import Final, final

from typing_extensions import override

from adapters.inbound.admin.system_use_cases import SystemUseCases, ToldSetting
from adapters.outbound.memory.audit_log import MemoryAuditLog
from adapters.outbound.memory.generations import MemoryGenerations
from adapters.outbound.memory.instances import MemoryInstances
from adapters.outbound.memory.search_index import MemorySearchIndex
from adapters.outbound.memory.transactions import MemoryTransactions
from adapters.outbound.memory.usage_totals import MemoryUsageTotals
from application.admin.read_system import ReadSystem, VerifyBooks
from application.ledger.verify_ledger import VerifyLedger
from application.ports.clock import Clock
from application.ports.store_health import StoreHealth
from domain.errors import Unavailable
from domain.system.store import StoreState

SETTINGS: Final = (
    ToldSetting(name="drain_s", value="30", source="default", is_secret=False),
    ToldSetting(name="key_pepper", value="set", source="secrets.toml", is_secret=True),
)


@final
@dataclass
class FakeStore(StoreHealth):
    state: StoreState

    @override
    async def look(self) -> StoreState:
        return self.state


@dataclass(kw_only=True)
class SystemHouse:
    clock: Clock
    log: MemoryAuditLog
    transactions: MemoryTransactions
    totals: MemoryUsageTotals
    generations: MemoryGenerations = field(default_factory=MemoryGenerations)
    is_mongo_away: bool = False

    def __post_init__(self) -> None:
        self.instances = MemoryInstances(clock=self.clock)
        self.store = FakeStore(StoreState(name="MongoDB", is_embedded=True, version="MongoDB 8"))

    async def _documents_version(self) -> int:
        if self.is_mongo_away:
            raise Unavailable("MongoDB is away")
        return 1

    @property
    def use(self) -> SystemUseCases:
        return SystemUseCases(
            read=ReadSystem(
                version="1.2.3",
                documents_known=2,
                documents_version=self._documents_version,
                stores=(self.store,),
                instances=self.instances,
                transactions=self.transactions,
                search_index=MemorySearchIndex(),
                generations=self.generations,
                log=self.log,
            ),
            verify_books=VerifyBooks(
                verify=VerifyLedger(
                    transactions=self.transactions, totals=self.totals, clock=self.clock
                ),
                clock=self.clock,
            ),
            settings=lambda: SETTINGS,
        )
