from collections.abc import Sequence
from typing import final

from typing_extensions import override

from application.ports.transactions import Transactions
from domain.errors import NotFound
from domain.ids import RequestId
from domain.transactions.transaction import Transaction


@final
class MemoryTransactions(Transactions):
    def __init__(self) -> None:
        self._by_id: dict[RequestId, Transaction] = {}

    @override
    async def record(self, transaction: Transaction) -> bool:
        if transaction.id in self._by_id:
            return False
        self._by_id[transaction.id] = transaction
        return True

    @override
    async def get(self, id: RequestId) -> Transaction:
        try:
            return self._by_id[id]
        except KeyError:
            raise NotFound(f"no transaction {id!r}") from None

    @override
    async def latest(self, limit: int) -> Sequence[Transaction]:
        newest = sorted(self._by_id.values(), key=lambda each: (each.at, each.id), reverse=True)
        return tuple(newest[:limit])
