from typing import final

from typing_extensions import override

from adapters.outbound.memory.rows import VersionedRows
from application.ports.second_factors import SecondFactors
from domain.accounts.second_factor import SecondFactor


@final
class MemorySecondFactors(SecondFactors):
    def __init__(self) -> None:
        self._rows: VersionedRows[SecondFactor] = VersionedRows(noun="second factor")

    @override
    async def of(self, account: str) -> SecondFactor | None:
        return next((each for each in self._rows.all() if each.id == account), None)

    @override
    async def add(self, factor: SecondFactor) -> SecondFactor:
        return self._rows.add(factor)

    @override
    async def save(self, factor: SecondFactor) -> SecondFactor:
        return self._rows.save(factor)

    @override
    async def remove(self, account: str) -> None:
        self._rows.remove(account)
