"""Rules of alerts, and the webhooks that they tell."""

from fastapi import APIRouter

from adapters.inbound.admin.alert_views import (
    LastTryOut,
    MadeWebhookOut,
    RuleBody,
    RuleChange,
    RuleOut,
    RulesOut,
    WebhookBody,
    WebhookChange,
    WebhookOut,
    WebhooksOut,
    given_rule,
    last_try_out,
    made_webhook_out,
    rule_out,
    webhook_out,
)
from adapters.inbound.admin.use_cases import Caller, ProvedCaller, UseCases
from adapters.inbound.http.auditing import AuditedRoute, Noted, audited
from domain.audit.entry import Party
from domain.ids import AlertRuleId, WebhookId

router = APIRouter(prefix="/admin/api", tags=["alerts"], route_class=AuditedRoute)


@router.get("/alert-rules", operation_id="listAlertRules")
async def list_alert_rules(caller: Caller, use: UseCases) -> RulesOut:
    return RulesOut(items=[rule_out(each) for each in await use.alerts.rules.all(by=caller)])


@router.post("/alert-rules", status_code=201, operation_id="createAlertRule")
@audited("alert_rule")
async def create_alert_rule(body: RuleBody, caller: Caller, use: UseCases, note: Noted) -> RuleOut:
    note.say(name=body.name, condition=body.condition.model_dump_json(exclude_defaults=True))
    rule = await use.alerts.rules.add(given_rule(body), by=caller)
    note.subject = Party(kind="alert_rule", id=rule.id)
    return rule_out(rule)


@router.put("/alert-rules/{rule_id}", operation_id="changeAlertRule")
@audited("alert_rule", id_in="rule_id")
async def change_alert_rule(
    rule_id: str, body: RuleChange, caller: Caller, use: UseCases, note: Noted
) -> RuleOut:
    note.say(
        name=body.name,
        condition=body.condition.model_dump_json(exclude_defaults=True),
        is_on=body.is_on,
    )
    return rule_out(
        await use.alerts.rules.change(
            AlertRuleId(rule_id), given_rule(body), version=body.version, by=caller
        )
    )


@router.delete("/alert-rules/{rule_id}", status_code=204, operation_id="deleteAlertRule")
@audited("alert_rule", id_in="rule_id")
async def delete_alert_rule(rule_id: str, caller: Caller, use: UseCases) -> None:
    await use.alerts.rules.remove(AlertRuleId(rule_id), by=caller)


@router.get("/webhooks", operation_id="listWebhooks")
async def list_webhooks(caller: Caller, use: UseCases) -> WebhooksOut:
    return WebhooksOut(
        items=[webhook_out(each) for each in await use.alerts.webhooks.all(by=caller)]
    )


@router.post("/webhooks", status_code=201, operation_id="createWebhook")
@audited("webhook")
async def create_webhook(
    body: WebhookBody, caller: ProvedCaller, use: UseCases, note: Noted
) -> MadeWebhookOut:
    note.say(name=body.name)
    made = await use.alerts.webhooks.add(body.name, body.url, by=caller)
    note.subject = Party(kind="webhook", id=made.webhook.id)
    return made_webhook_out(made)


@router.put("/webhooks/{webhook_id}", operation_id="changeWebhook")
@audited("webhook", id_in="webhook_id")
async def change_webhook(
    webhook_id: str, body: WebhookChange, caller: ProvedCaller, use: UseCases, note: Noted
) -> WebhookOut:
    note.say(name=body.name)
    return webhook_out(
        await use.alerts.webhooks.change(
            WebhookId(webhook_id), body.name, body.url, version=body.version, by=caller
        )
    )


@router.post("/webhooks/{webhook_id}/secret", operation_id="renewWebhookSecret")
@audited("webhook", id_in="webhook_id")
async def renew_webhook_secret(
    webhook_id: str, caller: ProvedCaller, use: UseCases
) -> MadeWebhookOut:
    """The one before signs nothing any more."""
    return made_webhook_out(
        await use.alerts.webhooks.renew_secret(WebhookId(webhook_id), by=caller)
    )


@router.post("/webhooks/{webhook_id}/test", operation_id="testWebhook")
@audited("webhook", id_in="webhook_id")
async def test_webhook(webhook_id: str, caller: Caller, use: UseCases) -> LastTryOut:
    return last_try_out(await use.alerts.webhooks.try_out(WebhookId(webhook_id), by=caller))


@router.delete("/webhooks/{webhook_id}", status_code=204, operation_id="deleteWebhook")
@audited("webhook", id_in="webhook_id")
async def delete_webhook(webhook_id: str, caller: Caller, use: UseCases) -> None:
    """409 while a rule tells it."""
    await use.alerts.webhooks.remove(WebhookId(webhook_id), by=caller)
