from dataclasses import dataclass

from application.admin.describe_calls import DescribeCalls, DescribedCall
from application.admin.permissions import Principal, authorise
from application.ports.transactions import Transactions
from domain.ids import RequestId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCall:
    """One call in the books. Raises `NotFound`."""

    transactions: Transactions
    describe_calls: DescribeCalls

    async def __call__(self, id: RequestId, *, by: Principal) -> DescribedCall:
        authorise(by, "look")
        (described,) = await self.describe_calls([await self.transactions.get(id)])
        return described
