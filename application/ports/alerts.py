from abc import abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Protocol, TypeAlias

from domain.alerts.alert import Alert
from domain.alerts.rule import AlertRule
from domain.alerts.webhook import Webhook
from domain.ids import AlertId, AlertRuleId, WebhookId
from domain.paging import Page

AlertState: TypeAlias = Literal["open", "resolved"]


class AlertRules(Protocol):
    """What administrators want to be told of."""

    @abstractmethod
    async def begin(self, first: Sequence[AlertRule]) -> None:
        """Give a new installation these. Once: what was deleted since does not come back."""

    @abstractmethod
    async def all(self) -> Sequence[AlertRule]:
        """Oldest first."""

    @abstractmethod
    async def get(self, id: AlertRuleId) -> AlertRule:
        """Return the rule, or raise `NotFound`."""

    @abstractmethod
    async def add(self, rule: AlertRule) -> AlertRule:
        """Store a new one at version 1. Raise `Conflict` for an id that is taken."""

    @abstractmethod
    async def save(self, rule: AlertRule) -> AlertRule:
        """Store it at its next version. Raise `Conflict` when the stored version is another."""

    @abstractmethod
    async def remove(self, id: AlertRuleId) -> None:
        """Nothing happens where there is none."""


class Alerts(Protocol):
    """What fired, with all that were told; those that are over stay for a while."""

    @abstractmethod
    async def add(self, alert: Alert) -> Alert:
        """Store a new one at version 1. Raise `Conflict` for an id that is taken."""

    @abstractmethod
    async def get(self, id: AlertId) -> Alert:
        """Return the alert, or raise `NotFound`."""

    @abstractmethod
    async def save(self, alert: Alert) -> Alert:
        """Store it at its next version. Raise `Conflict` when the stored version is another."""

    @abstractmethod
    async def open(self) -> Sequence[Alert]:
        """All that are not over, in any order."""

    @abstractmethod
    async def due(self, at: datetime, *, limit: int) -> Sequence[Alert]:
        """Those with a delivery that is to be tried now, the one that waited longest first."""

    @abstractmethod
    async def page(
        self, state: AlertState | None, *, cursor: str | None, limit: int
    ) -> Page[Alert]:
        """Newest first."""

    @abstractmethod
    async def remove_over(self, *, before: datetime) -> int:
        """Remove those that were over before then and have nobody left to tell; say how many."""


class Webhooks(Protocol):
    """Addresses that are told of alerts."""

    @abstractmethod
    async def all(self) -> Sequence[Webhook]:
        """Oldest first."""

    @abstractmethod
    async def get(self, id: WebhookId) -> Webhook:
        """Return the webhook, or raise `NotFound`."""

    @abstractmethod
    async def add(self, webhook: Webhook) -> Webhook:
        """Store a new one at version 1. Raise `Conflict` for an id that is taken."""

    @abstractmethod
    async def save(self, webhook: Webhook) -> Webhook:
        """Store it at its next version. Raise `Conflict` when the stored version is another."""

    @abstractmethod
    async def remove(self, id: WebhookId) -> None:
        """Nothing happens where there is none."""
