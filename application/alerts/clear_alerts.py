from dataclasses import dataclass
from datetime import timedelta

from application.ports.alerts import Alerts
from application.ports.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearAlerts:
    """Remove what has been over for longer than `kept`; say how many there were."""

    alerts: Alerts
    kept: timedelta
    clock: Clock

    async def __call__(self) -> int:
        return await self.alerts.remove_over(before=self.clock() - self.kept)
