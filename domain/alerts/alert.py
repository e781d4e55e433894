"""One thing that went wrong, from when it began until it was over, and whom it was told."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal, Self, TypeAlias, TypeVar

from domain.alerts.condition import CALM_AFTER
from domain.alerts.rule import AlertRule
from domain.ids import AdministratorId, AlertId, AlertRuleId, UserId

AlertEvent: TypeAlias = Literal["alert.fired", "alert.again", "alert.resolved"]
Channel: TypeAlias = Literal["mail", "webhook"]

PAUSES: Final = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 1_800, 7_200, 21_600))
"""After a try that failed. When all are over, nobody tries any more."""
WORDS_LENGTH_MAX: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How one subject stands: too much from `limit` on, and well again under nine tenths of it.

    `text` is a sentence for people. `user` is whose account it is about.
    """

    subject: str
    text: str
    value: int
    limit: int
    user: UserId | None = None

    @property
    def is_over(self) -> bool:
        return self.value >= self.limit

    @property
    def is_calm(self) -> bool:
        return self.value * 10 < self.limit * 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message to one address or webhook. `due_at` is `None` once it was sent or given up."""

    id: str
    event: AlertEvent
    channel: Channel
    to: str
    due_at: datetime | None
    tries: int = 0
    is_sent: bool = False
    tried_at: datetime | None = None
    words: str = ""

    def sent(self, *, at: datetime) -> Self:
        return replace(self, tries=self.tries + 1, is_sent=True, tried_at=at, due_at=None, words="")

    def failed(self, words: str, *, at: datetime, for_good: bool = False) -> Self:
        """It is tried again after ever longer pauses, six times."""
        is_last = for_good or self.tries >= len(PAUSES)
        return replace(
            self,
            tries=self.tries + 1,
            tried_at=at,
            due_at=None if is_last else at + PAUSES[self.tries],
            words=words[:WORDS_LENGTH_MAX],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """`told_at` is when it was told last; `due_at` when its next delivery is to be tried."""

    id: AlertId
    rule: AlertRuleId
    name: str
    subject: str
    text: str
    fired_at: datetime
    told_at: datetime
    deliveries: tuple[Delivery, ...] = ()
    due_at: datetime | None = None
    calm_since: datetime | None = None
    resolved_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: AdministratorId | None = None
    user: UserId | None = None
    version: int = 0

    @classmethod
    def fired(cls, rule: AlertRule, reading: Reading, *, at: datetime) -> Self:
        """Two who see the same within a minute make one: its id says when, whose and of what."""
        said = f"{rule.id}\n{reading.subject}\n{at:%Y-%m-%dT%H:%M}"
        alert = cls(
            id=AlertId(hashlib.sha256(said.encode()).hexdigest()[:26]),
            rule=rule.id,
            name=rule.name,
            subject=reading.subject,
            text=reading.text,
            fired_at=at,
            told_at=at,
            user=reading.user,
        )
        return _told(alert, "alert.fired", rule, at=at)

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None

    def seen(self, rule: AlertRule, reading: Reading | None, *, at: datetime) -> Self:
        """As it stands now; without a reading there is nothing any more that could be wrong."""
        if reading is not None and not reading.is_calm:
            kept = self if self.calm_since is None else replace(self, calm_since=None)
            if not reading.is_over:
                return kept
            kept = kept if kept.text == reading.text else replace(kept, text=reading.text)
            return _again(kept, rule, at=at)
        if self.calm_since is None:
            return replace(self, calm_since=at)
        if at - self.calm_since < CALM_AFTER:
            return self
        return _told(replace(self, resolved_at=at), "alert.resolved", rule, at=at)

    def closed(self, *, at: datetime) -> Self:
        """Nobody wants to be told of it any more."""
        open_ones = (each for each in self.deliveries if each.due_at is not None)
        given_up = {each.id: replace(each, due_at=None) for each in open_ones}
        return replace(
            self,
            resolved_at=at,
            deliveries=tuple(given_up.get(each.id, each) for each in self.deliveries),
            due_at=None,
        )

    def acknowledged(self, by: AdministratorId, *, at: datetime) -> Self:
        """Somebody looks after it: it is not told again. The first one is remembered."""
        if self.acknowledged_at is not None:
            return self
        return replace(self, acknowledged_at=at, acknowledged_by=by)

    def delivered(self, delivery: Delivery) -> Self:
        """With what came of a try."""
        others = [delivery if each.id == delivery.id else each for each in self.deliveries]
        return _with(self, others)


Known = TypeVar("Known", bound=Alert)


def _again(alert: Known, rule: AlertRule, *, at: datetime) -> Known:
    hours = rule.told.again_hours
    if not hours or alert.acknowledged_at or at - alert.told_at < timedelta(hours=hours):
        return alert
    return _told(alert, "alert.again", rule, at=at)


def _told(alert: Known, event: AlertEvent, rule: AlertRule, *, at: datetime) -> Known:
    ways: list[tuple[Channel, str]] = [
        *(("mail", str(each)) for each in rule.told.mail),
        *(("webhook", str(each)) for each in rule.told.webhooks),
    ]
    more = [
        Delivery(id=f"{alert.id}-{number}", event=event, channel=channel, to=to, due_at=at)
        for number, (channel, to) in enumerate(ways, len(alert.deliveries))
    ]
    return _with(replace(alert, told_at=at), [*alert.deliveries, *more])


def _with(alert: Known, deliveries: Sequence[Delivery]) -> Known:
    due = [each.due_at for each in deliveries if each.due_at is not None]
    return replace(alert, deliveries=tuple(deliveries), due_at=min(due, default=None))
