from collections.abc import Sequence
from dataclasses import dataclass

from application.admin.owners import keys_by_id, users_by_id
from application.ports.api_keys import ApiKeys
from application.ports.users import Users
from domain.accounts.api_key import ApiKey
from domain.accounts.user import User
from domain.transactions.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedCall:
    """A call, with the people and keys that its ids name, as far as they are there."""

    transaction: Transaction
    user: User | None
    key: ApiKey | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribeCalls:
    """Put names to calls: each user and key is looked up once, however many calls are theirs."""

    users: Users
    keys: ApiKeys

    async def __call__(self, calls: Sequence[Transaction]) -> Sequence[DescribedCall]:
        users = await users_by_id([call.payer.user for call in calls], self.users)
        keys = await keys_by_id([call.payer.key for call in calls], self.keys)
        return [
            DescribedCall(
                transaction=call,
                user=users.get(call.payer.user) if call.payer.user else None,
                key=keys.get(call.payer.key) if call.payer.key else None,
            )
            for call in calls
        ]
