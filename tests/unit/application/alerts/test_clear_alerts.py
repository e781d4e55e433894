from dataclasses import replace
from datetime import timedelta

from adapters.outbound.memory.alerts import MemoryAlerts
from application.alerts.clear_alerts import ClearAlerts
from domain.ids import AlertId
from tests.alerting import an_alert
from tests.builders import NOON
from tests.clock import FakeClock

DAY = timedelta(days=1)


async def test_what_is_over_is_kept_for_so_many_days() -> None:
    alerts, clock = MemoryAlerts(), FakeClock()
    clear = ClearAlerts(alerts=alerts, kept=90 * DAY, clock=clock)
    await alerts.add(replace(an_alert(), resolved_at=NOON, due_at=None))
    await alerts.add(replace(an_alert(), id=AlertId("open"), resolved_at=None, due_at=None))

    clock.advance(90 * DAY)
    kept = await clear()
    clock.advance(timedelta(seconds=1))
    removed = await clear()

    assert (kept, removed) == (0, 1)
    assert [each.id for each in await alerts.open()] == ["open"]
