"""Alerts, on the stores of the container."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog

from adapters.inbound.admin.alert_use_cases import AlertUseCases
from adapters.outbound.mongo.alert_rules import MongoAlertRules
from adapters.outbound.mongo.alerts import MongoAlerts
from adapters.outbound.mongo.webhooks import MongoWebhooks
from adapters.outbound.redis.minute_counts import RedisMinuteCounts
from adapters.outbound.redis.pulses import RedisPulses
from adapters.outbound.system.clock import utc_now
from adapters.outbound.system.ids import new_id, new_secret
from application.admin.limited import ReadLimited
from application.alerts.call_webhook import CallWebhook
from application.alerts.clear_alerts import ClearAlerts
from application.alerts.deliver import DeliverAlerts
from application.alerts.evaluate import EvaluateAlerts, Readings
from application.alerts.manage import (
    AcknowledgeAlert,
    ChangeAlertRules,
    ChangeWebhooks,
    ReadAlerts,
)
from application.alerts.pulse import BeatPulse
from application.alerts.read_budgets import ReadBudgets
from application.alerts.read_spend import ReadSpend
from application.alerts.read_traffic import ReadErrors, ReadJournals, ReadProviders, ReadSilence
from application.alerts.watch import WatchAlerts
from domain.catalog.models import Model
from domain.errors import DomainError
from entrypoints.container import Container
from entrypoints.mail import post_of
from entrypoints.ways_out import egress

_log = structlog.get_logger("alerts")


def alert_use_cases(container: Container) -> AlertUseCases:
    database, changes = container.database(), container.changes()
    alerts, rules = MongoAlerts(database), MongoAlertRules(database)
    return AlertUseCases(
        read=ReadAlerts(alerts=alerts, administrators=container.administrators()),
        acknowledge=AcknowledgeAlert(alerts=alerts, changes=changes, clock=utc_now),
        rules=ChangeAlertRules(
            rules=rules,
            webhooks=MongoWebhooks(database),
            changes=changes,
            new_id=new_id,
            clock=utc_now,
        ),
        webhooks=ChangeWebhooks(
            webhooks=MongoWebhooks(database),
            rules=rules,
            call_webhook=_call_webhook(container),
            sealing=container.sealing(),
            page=_page(container),
            new_id=new_id,
            new_secret=new_secret,
            clock=utc_now,
        ),
    )


def watch_alerts(container: Container) -> WatchAlerts:
    database = container.database()
    alerts = MongoAlerts(database)
    evaluate = EvaluateAlerts(
        rules=MongoAlertRules(database),
        alerts=alerts,
        readings=_readings(container),
        clock=utc_now,
    )
    deliver = DeliverAlerts(
        alerts=alerts,
        webhooks=MongoWebhooks(database),
        call_webhook=_call_webhook(container),
        post=post_of(container.settings()),
        page=_page(container),
        clock=utc_now,
    )
    clear = ClearAlerts(
        alerts=alerts, kept=timedelta(days=container.settings().alert_days), clock=utc_now
    )
    return WatchAlerts(
        evaluate=evaluate,
        deliver=deliver,
        clear=clear,
        leases=container.leases(),
        changes=container.changes(),
        process=new_id(),
        told=_tell,
    )


@asynccontextmanager
async def pulsing(container: Container) -> AsyncGenerator[None]:
    """Say how this process is, for as long as this is open."""
    pulse = BeatPulse(
        pulses=RedisPulses(container.redis()),
        process=new_id(),
        resting=container.routing().resting,
        behind_s=container.bookkeeper().behind_s,
        clock=utc_now,
    )
    async with pulse.running():
        yield


def _readings(container: Container) -> Readings:
    users, keys, teams = container.users(), container.keys(), container.teams()
    counts = RedisMinuteCounts(container.redis(), clock=utc_now)
    pulses = RedisPulses(container.redis())

    async def models() -> Sequence[Model]:
        assortment = container.running_offer().assortment(await container.offers().current())
        return [each.model for each in assortment.models if each.is_offered]

    return Readings(
        budgets=ReadBudgets(
            limited=ReadLimited(limited=container.limited_subjects(), teams=teams),
            models=models,
            measure=container.measure(),
        ),
        spend=ReadSpend(
            totals=container.usage_totals(), users=users, teams=teams, keys=keys, clock=utc_now
        ),
        errors=ReadErrors(counts=counts),
        silence=ReadSilence(counts=counts),
        providers=ReadProviders(pulses=pulses, clock=utc_now),
        journals=ReadJournals(pulses=pulses, clock=utc_now),
    )


def _call_webhook(container: Container) -> CallWebhook:
    return CallWebhook(
        webhooks=MongoWebhooks(container.database()),
        egress=egress(container.settings().tools.trusted),
        sealing=container.sealing(),
        clock=utc_now,
    )


def _page(container: Container) -> str:
    return f"{container.settings().site_url}/admin/alerts"


def _tell(name: str, error: Exception) -> None:
    if isinstance(error, DomainError):
        _log.warning(f"{name} were not looked at", code=error.code)
    else:
        _log.error(f"{name} were not looked at", exc_info=error)
