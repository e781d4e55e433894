"""What everything that knows the running processes must do."""

from dataclasses import replace
from datetime import timedelta

from application.ports.instances import Instances
from domain.system.instance import SILENT_AFTER, Instance
from tests.builders import NOON
from tests.clock import FakeClock

CHAT = Instance(
    id="i1",
    service="chat",
    version="1.0",
    host="box",
    pid=7,
    started_at=NOON,
    seen_at=NOON,
    open_requests=3,
    unbooked=2,
    is_leaving=True,
)
RELAY = replace(CHAT, id="i2", service="relay", is_leaving=False)
ADMIN = replace(CHAT, id="i3", service="admin")


class InstancesContract:
    async def test_all_are_there_by_service_and_start(self, instances: Instances) -> None:
        older = replace(RELAY, id="i9", started_at=NOON - timedelta(hours=1))
        for each in (RELAY, CHAT, older, ADMIN):
            await instances.announce(each)

        assert list(await instances.present()) == [ADMIN, CHAT, older, RELAY]

    async def test_the_last_word_of_each_counts(self, instances: Instances) -> None:
        await instances.announce(CHAT)
        later = replace(CHAT, seen_at=NOON + timedelta(seconds=5), open_requests=0)
        await instances.announce(later)

        assert list(await instances.present()) == [later]

    async def test_who_leaves_or_falls_silent_is_not_there(
        self, instances: Instances, clock: FakeClock
    ) -> None:
        await instances.announce(CHAT)
        await instances.announce(RELAY)
        await instances.leave(CHAT.id)
        await instances.leave("nobody")

        assert list(await instances.present()) == [RELAY]
        clock.advance(SILENT_AFTER)
        assert list(await instances.present()) == []
        assert list(await instances.present()) == []
