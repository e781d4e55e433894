"""A bookkeeper on memory, and all that it touches."""

from dataclasses import dataclass, field

from adapters.outbound.memory.call_feed import MemoryCallFeed
from adapters.outbound.memory.journal import MemoryJournal, MemoryJournals
from adapters.outbound.memory.transactions import MemoryTransactions
from adapters.outbound.memory.usage_totals import MemoryUsageTotals
from application.bookkeeping import Bookkeeper
from application.books import Books
from application.ports.call_feed import CallFeed
from application.ports.transactions import Transactions
from application.ports.usage_totals import UsageTotals

AT_ONCE = (0.0,)


@dataclass
class BookkeepingDesk:
    """Nothing is carried into the books before `bookkeeper.carry()`."""

    transactions: Transactions = field(default_factory=MemoryTransactions)
    totals: UsageTotals = field(default_factory=MemoryUsageTotals)
    feed: CallFeed = field(default_factory=MemoryCallFeed)
    journals: MemoryJournals = field(default_factory=MemoryJournals)

    def __post_init__(self) -> None:
        self.journal = MemoryJournal(machine=self.journals)
        self.books = Books(transactions=self.transactions, totals=self.totals, feed=self.feed)
        self.bookkeeper = Bookkeeper(
            journal=self.journal,
            journals=self.journals,
            books=self.books,
            pauses_s=AT_ONCE,
            claim_every_s=0.01,
        )
