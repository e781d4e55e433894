from collections.abc import Sequence
from dataclasses import dataclass

from application.admin.describe_calls import DescribeCalls, DescribedCall
from application.admin.permissions import Principal, authorise
from application.ports.transactions import Transactions


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestCalls:
    """The last calls in the books, newest first."""

    transactions: Transactions
    describe_calls: DescribeCalls

    async def __call__(self, *, limit: int, by: Principal) -> Sequence[DescribedCall]:
        authorise(by, "look")
        return await self.describe_calls(await self.transactions.latest(limit))
