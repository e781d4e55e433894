"""Alerts on memory adapters, and somebody who listens at the webhooks' addresses."""

from dataclasses import dataclass, field
from typing import final

from typing_extensions import override

from adapters.inbound.admin.alert_use_cases import AlertUseCases
from adapters.outbound.memory.administrators import MemoryAdministrators
from adapters.outbound.memory.alert_rules import MemoryAlertRules
from adapters.outbound.memory.alerts import MemoryAlerts
from adapters.outbound.memory.changes import MemoryChanges
from adapters.outbound.memory.post import MemoryPost
from adapters.outbound.memory.webhooks import MemoryWebhooks
from application.alerts.call_webhook import CallWebhook
from application.alerts.deliver import DeliverAlerts
from application.alerts.evaluate import EvaluateAlerts, Readings
from application.alerts.manage import (
    AcknowledgeAlert,
    ChangeAlertRules,
    ChangeWebhooks,
    ReadAlerts,
)
from application.ports.clock import Clock
from application.ports.egress import Egress, WebAnswer, WebRequest
from application.ports.ids import NewId
from application.ports.offers import Sealing
from domain.alerts.alert import Alert, Reading
from domain.alerts.condition import Condition, JournalBehind
from domain.alerts.rule import AlertRule, Told
from domain.errors import Invalid
from domain.ids import UserId
from tests.builders import NOON

PAGE = "https://parley.example/admin/alerts"


@final
class Listener(Egress):
    """Answers with `status`; with none, as where nobody answers."""

    def __init__(self) -> None:
        self.heard: list[WebRequest] = []
        self.status: int | None = 204

    @override
    async def send(self, request: WebRequest) -> WebAnswer:
        self.heard.append(request)
        if self.status is None:
            raise Invalid("nobody answers there")
        return WebAnswer(url=request.url, status=self.status, headers={}, body=b"")


@dataclass
class AlertHouse:
    readings: Readings
    sealing: Sealing
    post: MemoryPost
    changes: MemoryChanges
    administrators: MemoryAdministrators
    new_id: NewId
    clock: Clock
    listener: Listener = field(default_factory=Listener)

    def __post_init__(self) -> None:
        self.rules, self.alerts, self.webhooks = (
            MemoryAlertRules(),
            MemoryAlerts(),
            MemoryWebhooks(),
        )
        call = CallWebhook(
            webhooks=self.webhooks, egress=self.listener, sealing=self.sealing, clock=self.clock
        )
        self.evaluate = EvaluateAlerts(
            rules=self.rules, alerts=self.alerts, readings=self.readings, clock=self.clock
        )
        self.deliver = DeliverAlerts(
            alerts=self.alerts,
            webhooks=self.webhooks,
            call_webhook=call,
            post=self.post,
            page=PAGE,
            clock=self.clock,
        )
        self.use = AlertUseCases(
            read=ReadAlerts(alerts=self.alerts, administrators=self.administrators),
            acknowledge=AcknowledgeAlert(
                alerts=self.alerts, changes=self.changes, clock=self.clock
            ),
            rules=ChangeAlertRules(
                rules=self.rules,
                webhooks=self.webhooks,
                changes=self.changes,
                new_id=self.new_id,
                clock=self.clock,
            ),
            webhooks=ChangeWebhooks(
                webhooks=self.webhooks,
                rules=self.rules,
                call_webhook=call,
                sealing=self.sealing,
                page=PAGE,
                new_id=self.new_id,
                new_secret=lambda: "s" * 40,
                clock=self.clock,
            ),
        )


def a_rule(
    id: str = "r1", condition: Condition | None = None, told: Told | None = None
) -> AlertRule:
    return AlertRule.made(
        id, "The books are behind", condition or JournalBehind(seconds=60), told, at=NOON
    )


def a_reading(value: int = 60, *, subject: str = "all:", user: UserId | None = None) -> Reading:
    return Reading(subject=subject, text=f"{value} s behind", value=value, limit=60, user=user)


def an_alert(rule: AlertRule | None = None, reading: Reading | None = None) -> Alert:
    return Alert.fired(rule or a_rule(), reading or a_reading(), at=NOON)
