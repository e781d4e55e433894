"""Rights for tests that are about something else."""

from dataclasses import dataclass, field
from typing import final

from typing_extensions import override

from application.ports.access import Access
from domain.accounts.access import Grants
from domain.transactions.transaction import Payer


@final
@dataclass
class Granted(Access):
    """Everybody may do the same: everything, unless a test says what."""

    grants: Grants = field(default_factory=Grants)

    @override
    async def of(self, payer: Payer) -> Grants:
        return self.grants
