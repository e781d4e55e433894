"""Alerts that fired, and whom they were told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from adapters.inbound.admin.use_cases import Caller, UseCases
from adapters.inbound.http.auditing import AuditedRoute, audited
from application.ports.alerts import AlertState
from domain.alerts.alert import Alert, AlertEvent, Channel, Delivery
from domain.ids import AdministratorId, AlertId
from domain.paging import LIMIT_MAX

router = APIRouter(prefix="/admin/api/alerts", tags=["alerts"], route_class=AuditedRoute)


class DeliveryOut(BaseModel):
    """`to` is an address, or a webhook's id. `due_at` is when it is tried again, if it is."""

    event: AlertEvent
    channel: Channel
    to: str
    is_sent: bool
    tries: int
    tried_at: datetime | None
    due_at: datetime | None
    words: str


class AlertOut(BaseModel):
    """`subject` is such as `provider:openai` or `user:<id>/month/UTC/hard`."""

    id: str
    rule_id: str
    name: str
    subject: str
    text: str
    fired_at: datetime
    told_at: datetime
    resolved_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    acknowledged_by_name: str
    deliveries: list[DeliveryOut]


class AlertsOut(BaseModel):
    items: list[AlertOut]
    next_cursor: str | None


class StandingAlertsOut(BaseModel):
    """What is wrong now and nobody has acknowledged."""

    count: int
    names: list[str]


def _delivery(delivery: Delivery) -> DeliveryOut:
    return DeliveryOut(
        event=delivery.event,
        channel=delivery.channel,
        to=delivery.to,
        is_sent=delivery.is_sent,
        tries=delivery.tries,
        tried_at=delivery.tried_at,
        due_at=delivery.due_at,
        words=delivery.words,
    )


def _alert(alert: Alert, names: Mapping[AdministratorId, str]) -> AlertOut:
    by = alert.acknowledged_by
    return AlertOut(
        id=alert.id,
        rule_id=alert.rule,
        name=alert.name,
        subject=alert.subject,
        text=alert.text,
        fired_at=alert.fired_at,
        told_at=alert.told_at,
        resolved_at=alert.resolved_at,
        acknowledged_at=alert.acknowledged_at,
        acknowledged_by=by,
        acknowledged_by_name="" if by is None else names.get(by, ""),
        deliveries=[_delivery(each) for each in alert.deliveries],
    )


@router.get("", operation_id="listAlerts")
async def list_alerts(
    caller: Caller,
    use: UseCases,
    state: AlertState | None = None,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
    limit: Annotated[int, Query(ge=1, le=LIMIT_MAX)] = 50,
) -> AlertsOut:
    """Newest first."""
    page = await use.alerts.read(state, cursor=cursor, limit=limit, by=caller)
    names = await use.alerts.read.named(page.items)
    return AlertsOut(
        items=[_alert(each, names) for each in page.items], next_cursor=page.next_cursor
    )


@router.get("/standing", operation_id="readStandingAlerts")
async def read_standing_alerts(caller: Caller, use: UseCases) -> StandingAlertsOut:
    found = await use.alerts.read.standing(by=caller)
    return StandingAlertsOut(count=len(found), names=sorted({each.name for each in found}))


@router.post("/{alert_id}/acknowledgement", operation_id="acknowledgeAlert")
@audited("alert", id_in="alert_id")
async def acknowledge_alert(alert_id: str, caller: Caller, use: UseCases) -> AlertOut:
    """It is not told again while it lasts."""
    alert = await use.alerts.acknowledge(AlertId(alert_id), by=caller)
    return _alert(alert, await use.alerts.read.named([alert]))
