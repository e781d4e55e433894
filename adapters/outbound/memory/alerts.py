from collections.abc import Sequence
from datetime import datetime
from typing import final

from typing_extensions import override

from adapters.outbound.memory.rows import VersionedRows, newest_first
from application.ports.alerts import Alerts, AlertState
from domain.alerts.alert import Alert
from domain.ids import AlertId
from domain.paging import Page


@final
class MemoryAlerts(Alerts):
    def __init__(self) -> None:
        self._rows = VersionedRows[Alert](noun="alert")

    @override
    async def add(self, alert: Alert) -> Alert:
        return self._rows.add(alert)

    @override
    async def get(self, id: AlertId) -> Alert:
        return self._rows.get(id)

    @override
    async def save(self, alert: Alert) -> Alert:
        return self._rows.save(alert)

    @override
    async def open(self) -> Sequence[Alert]:
        return [each for each in self._rows.all() if each.is_open]

    @override
    async def due(self, at: datetime, *, limit: int) -> Sequence[Alert]:
        waiting = [
            (each.due_at, each.id, each)
            for each in self._rows.all()
            if each.due_at is not None and each.due_at <= at
        ]
        return [each for *_, each in sorted(waiting)[:limit]]

    @override
    async def page(
        self, state: AlertState | None, *, cursor: str | None, limit: int
    ) -> Page[Alert]:
        fit = [each for each in self._rows.all() if state in {None, _state(each)}]
        return newest_first(
            fit, key=lambda each: (each.fired_at, each.id), cursor=cursor, limit=limit
        )

    @override
    async def remove_over(self, *, before: datetime) -> int:
        def is_past(alert: Alert) -> bool:
            over_at = alert.resolved_at
            return over_at is not None and over_at < before and alert.due_at is None

        return len(self._rows.remove_all(is_past))


def _state(alert: Alert) -> AlertState:
    return "open" if alert.is_open else "resolved"
