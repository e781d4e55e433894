import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Final, assert_never

from application.alerts.call_webhook import CallWebhook
from application.ports.alerts import Alerts, Webhooks
from application.ports.clock import Clock
from application.ports.post import Letter, Post
from domain.accounts.user import email
from domain.alerts.alert import Alert, AlertEvent, Delivery
from domain.alerts.webhook import GONE, payload
from domain.errors import Conflict, NotFound, Unavailable
from domain.ids import WebhookId

AT_ONCE: Final = 20
_SUBJECTS: Final[dict[AlertEvent, str]] = {
    "alert.fired": "Parley: {}",
    "alert.again": "Parley, still: {}",
    "alert.resolved": "Parley, over: {}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverAlerts:
    """Try every delivery that is due. What came of it is kept with its alert.

    Somebody who dies between sending and keeping sends again: receivers tell by the delivery's
    id. `page` is where administrators look at alerts.
    """

    alerts: Alerts
    webhooks: Webhooks
    call_webhook: CallWebhook
    post: Post
    page: str
    clock: Clock

    async def __call__(self) -> int:
        """How many alerts had one. Raises `Unavailable`."""
        due = await self.alerts.due(self.clock(), limit=AT_ONCE)
        await asyncio.gather(*[self._deliver(alert) for alert in due])
        return len(due)

    async def _deliver(self, alert: Alert) -> None:
        now = self.clock()
        for each in alert.deliveries:
            if each.due_at is not None and each.due_at <= now:
                await self._keep(alert, await self._tried(alert, each))

    async def _keep(self, alert: Alert, tried: Delivery) -> None:
        """Whatever else was changed meanwhile stays so."""
        known = await self.alerts.get(alert.id)
        try:
            await self.alerts.save(known.delivered(tried))
        except Conflict:
            await self._keep(alert, tried)

    async def _tried(self, alert: Alert, delivery: Delivery) -> Delivery:
        match delivery.channel:
            case "mail":
                return await self._mailed(alert, delivery)
            case "webhook":
                return await self._called(alert, delivery)
            case _:
                assert_never(delivery.channel)

    async def _mailed(self, alert: Alert, delivery: Delivery) -> Delivery:
        letter = Letter(
            to=email(delivery.to),
            subject=_SUBJECTS[delivery.event].format(alert.name),
            text=f"{alert.text}.\n\n{_since(alert)}\n\n{self.page}\n",
        )
        try:
            await self.post.send(letter)
        except Unavailable as error:
            return delivery.failed(str(error), at=self.clock())
        return delivery.sent(at=self.clock())

    async def _called(self, alert: Alert, delivery: Delivery) -> Delivery:
        try:
            webhook = await self.webhooks.get(WebhookId(delivery.to))
        except NotFound:
            return delivery.failed("there is no such webhook", at=self.clock(), for_good=True)
        said = payload(delivery.event, alert, page=self.page, at=self.clock())
        last = await self.call_webhook(webhook, delivery.id, said)
        if last.is_good:
            return delivery.sent(at=last.at)
        return delivery.failed(
            last.words or f"it answered {last.status}", at=last.at, for_good=last.status == GONE
        )


def _since(alert: Alert) -> str:
    since = f"Since {_moment(alert.fired_at)}"
    return since if alert.resolved_at is None else f"{since} until {_moment(alert.resolved_at)}"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
