from collections.abc import Sequence
from typing import final

from typing_extensions import override

from adapters.outbound.memory.rows import VersionedRows
from application.ports.alerts import AlertRules
from domain.alerts.rule import AlertRule
from domain.ids import AlertRuleId


@final
class MemoryAlertRules(AlertRules):
    def __init__(self) -> None:
        self._rows = VersionedRows[AlertRule](noun="alert rule")
        self._has_begun = False

    @override
    async def begin(self, first: Sequence[AlertRule]) -> None:
        if self._has_begun:
            return
        self._has_begun = True
        for each in first:
            self._rows.add(each)

    @override
    async def all(self) -> Sequence[AlertRule]:
        return sorted(self._rows.all(), key=lambda rule: (rule.created_at, rule.id))

    @override
    async def get(self, id: AlertRuleId) -> AlertRule:
        return self._rows.get(id)

    @override
    async def add(self, rule: AlertRule) -> AlertRule:
        return self._rows.add(rule)

    @override
    async def save(self, rule: AlertRule) -> AlertRule:
        return self._rows.save(rule)

    @override
    async def remove(self, id: AlertRuleId) -> None:
        self._rows.remove(id)
