"""How rules and webhooks look outside. Money is a decimal number of USD, as text."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias, assert_never

from pydantic import BaseModel, ConfigDict, Field

from application.alerts.manage import GivenRule, MadeWebhook
from domain.accounts.user import email
from domain.alerts.condition import (
    ALL,
    BudgetUsed,
    Condition,
    ErrorShare,
    JournalBehind,
    ProviderDown,
    Scope,
    ScopeKind,
    Silence,
    SpendAbove,
)
from domain.alerts.rule import AlertRule, Told
from domain.alerts.webhook import LastTry, Webhook
from domain.ids import WebhookId
from domain.transactions.money import PER_USD, from_usd

ConditionKind: TypeAlias = Literal[
    "budget_used", "spend_above", "error_share", "provider_down", "silence", "journal_behind"
]


class ScopeBody(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    kind: ScopeKind = "all"
    id: Annotated[str, Field(max_length=200)] = ""


class ConditionBody(BaseModel):
    """What its kind needs; what it does not need is left out.

    `percent` of budget_used and error_share, `window` and `limit_usd` of spend_above, `minutes` of
    error_share and silence, `least_calls` of error_share, `seconds` of journal_behind.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    kind: ConditionKind
    scope: ScopeBody = ScopeBody()
    percent: int = 0
    window: Literal["hour", "day"] = "day"
    limit_usd: Annotated[str, Field(pattern=r"^\d{1,7}(\.\d{1,9})?$")] = "0"
    minutes: int = 0
    least_calls: int = 0
    seconds: int = 0


class ToldBody(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    mail: Annotated[list[Annotated[str, Field(max_length=300)]], Field(max_length=20)] = []
    webhooks: Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=20)] = []
    again_hours: int = 24


class RuleBody(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: Annotated[str, Field(max_length=200)]
    condition: ConditionBody
    told: ToldBody = ToldBody()
    is_on: bool = True


class RuleChange(RuleBody):
    """`version` is the one that was read: 409 when it was changed meanwhile."""

    version: Annotated[int, Field(ge=0, le=2**53)]


class RuleOut(RuleChange):
    id: str
    created_at: datetime


class RulesOut(BaseModel):
    items: list[RuleOut]


class WebhookBody(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: Annotated[str, Field(max_length=200)]
    url: Annotated[str, Field(max_length=2_000)]


class WebhookChange(WebhookBody):
    """`version` as it is with rules; deliveries count it up as well."""

    version: Annotated[int, Field(ge=0, le=2**53)]


class LastTryOut(BaseModel):
    """`status` is `null` where nobody answered; `words` say why."""

    at: datetime
    status: int | None
    is_good: bool
    words: str


class WebhookOut(WebhookChange):
    id: str
    created_at: datetime
    last: LastTryOut | None


class WebhooksOut(BaseModel):
    items: list[WebhookOut]


class MadeWebhookOut(BaseModel):
    """`secret` is shown this once."""

    webhook: WebhookOut
    secret: str


def _condition(body: ConditionBody) -> Condition:
    """Raises `Invalid`."""
    scope = Scope(kind=body.scope.kind, id=body.scope.id.strip())
    match body.kind:
        case "budget_used":
            return BudgetUsed(percent=body.percent, scope=scope)
        case "spend_above":
            return SpendAbove(window=body.window, limit=from_usd(body.limit_usd), scope=scope)
        case "error_share":
            return ErrorShare(
                percent=body.percent,
                minutes=body.minutes,
                least_calls=body.least_calls,
                scope=scope,
            )
        case "provider_down":
            return ProviderDown(scope=Scope(kind="provider", id=scope.id))
        case "silence":
            return Silence(minutes=body.minutes, scope=scope)
        case "journal_behind":
            return JournalBehind(seconds=body.seconds)
        case _:
            assert_never(body.kind)


def _condition_out(condition: Condition) -> ConditionBody:
    scope = ScopeBody(kind=condition.scope.kind, id=condition.scope.id)
    body = ConditionBody(kind=condition.kind, scope=scope)
    match condition:
        case BudgetUsed(percent=percent):
            changed: dict[str, object] = {"percent": percent}
        case SpendAbove(window=window, limit=limit):
            changed = {"window": window, "limit_usd": f"{Decimal(limit) / PER_USD:f}"}
        case ErrorShare(percent=percent, minutes=minutes, least_calls=least):
            changed = {"percent": percent, "minutes": minutes, "least_calls": least}
        case ProviderDown():
            changed = {}
        case Silence(minutes=minutes):
            changed = {"minutes": minutes}
        case JournalBehind(seconds=seconds):
            changed = {"seconds": seconds, "scope": ScopeBody(kind=ALL.kind)}
        case _:
            assert_never(condition)
    return body.model_copy(update=changed)


def given_rule(body: RuleBody) -> GivenRule:
    """Raises `Invalid`."""
    told = Told(
        mail=tuple(dict.fromkeys(email(each) for each in body.told.mail)),
        webhooks=tuple(dict.fromkeys(WebhookId(each) for each in body.told.webhooks)),
        again_hours=body.told.again_hours,
    )
    return GivenRule(
        name=body.name, condition=_condition(body.condition), told=told, is_on=body.is_on
    )


def rule_out(rule: AlertRule) -> RuleOut:
    return RuleOut(
        id=rule.id,
        name=rule.name,
        condition=_condition_out(rule.condition),
        told=ToldBody(
            mail=[str(each) for each in rule.told.mail],
            webhooks=[str(each) for each in rule.told.webhooks],
            again_hours=rule.told.again_hours,
        ),
        is_on=rule.is_on,
        created_at=rule.created_at,
        version=rule.version,
    )


def last_try_out(last: LastTry) -> LastTryOut:
    return LastTryOut(at=last.at, status=last.status, is_good=last.is_good, words=last.words)


def webhook_out(webhook: Webhook) -> WebhookOut:
    return WebhookOut(
        id=webhook.id,
        name=webhook.name,
        url=webhook.url,
        created_at=webhook.created_at,
        last=None if webhook.last is None else last_try_out(webhook.last),
        version=webhook.version,
    )


def made_webhook_out(made: MadeWebhook) -> MadeWebhookOut:
    return MadeWebhookOut(webhook=webhook_out(made.webhook), secret=made.secret)
