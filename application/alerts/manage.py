"""What administrators do about alerts: read and acknowledge them, change rules and webhooks."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from application.admin.permissions import Principal, authorise
from application.alerts.call_webhook import CallWebhook, purpose_of
from application.alerts.watch import ALERTS_CHANGED, RULES_CHANGED
from application.ports.administrators import Administrators
from application.ports.alerts import AlertRules, Alerts, AlertState, Webhooks
from application.ports.changes import Change, Changes
from application.ports.clock import Clock
from application.ports.ids import NewId, NewSecret
from application.ports.offers import Sealing
from domain.accounts.administrator import Administrator
from domain.alerts.alert import Alert
from domain.alerts.condition import Condition
from domain.alerts.rule import AlertRule, Told
from domain.alerts.webhook import LastTry, Webhook, new_webhook_secret, trial_payload
from domain.errors import Conflict, Invalid, NotFound, Unavailable
from domain.ids import AdministratorId, AlertId, AlertRuleId, WebhookId
from domain.paging import Page

RULES_MAX = 200
WEBHOOKS_MAX = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAlerts:
    """What fired, newest first; `standing` is what is wrong now and nobody has looked after."""

    alerts: Alerts
    administrators: Administrators

    async def __call__(
        self, state: AlertState | None, *, cursor: str | None, limit: int, by: Principal
    ) -> Page[Alert]:
        authorise(by, "look")
        return await self.alerts.page(state, cursor=cursor, limit=limit)

    async def named(self, alerts: Sequence[Alert]) -> Mapping[AdministratorId, str]:
        """Who acknowledged these; whoever is not there any more is left out."""
        names: dict[AdministratorId, str] = {}
        for each in {alert.acknowledged_by for alert in alerts} - {None}:
            with suppress(NotFound):
                if each is not None:
                    names[each] = (await self.administrators.get(each)).name
        return names

    async def standing(self, *, by: Principal) -> Sequence[Alert]:
        authorise(by, "look")
        return [each for each in await self.alerts.open() if each.acknowledged_at is None]


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeAlert:
    """Say that one looks after it: nobody is told of it again. Raises `NotFound`."""

    alerts: Alerts
    changes: Changes
    clock: Clock

    async def __call__(self, id: AlertId, *, by: Administrator) -> Alert:
        authorise(by, "change_alerts")
        alert = await self.alerts.get(id)
        acknowledged = alert.acknowledged(by.id, at=self.clock())
        if acknowledged == alert:
            return alert
        try:
            saved = await self.alerts.save(acknowledged)
        except Conflict:
            return await self(id, by=by)
        await _tell(self.changes, ALERTS_CHANGED)
        return saved


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRule:
    name: str
    condition: Condition
    told: Told
    is_on: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAlertRules:
    """Rules are looked at by all at once. Raises `Invalid` for one that cannot be."""

    rules: AlertRules
    webhooks: Webhooks
    changes: Changes
    new_id: NewId
    clock: Clock

    async def all(self, *, by: Principal) -> Sequence[AlertRule]:
        authorise(by, "look")
        return await self.rules.all()

    async def add(self, given: GivenRule, *, by: Principal) -> AlertRule:
        authorise(by, "change_alerts")
        if len(await self.rules.all()) >= RULES_MAX:
            raise Invalid(f"there are at most {RULES_MAX} rules")
        await self._check(given)
        made = AlertRule.made(
            self.new_id(), given.name, given.condition, given.told, at=self.clock()
        )
        added = await self.rules.add(made)
        await _tell(self.changes, RULES_CHANGED)
        return added

    async def change(
        self, id: AlertRuleId, given: GivenRule, *, version: int, by: Principal
    ) -> AlertRule:
        """Raises `NotFound`; `Conflict` unless `version` is the current one."""
        authorise(by, "change_alerts")
        rule = await self.rules.get(id)
        if rule.version != version:
            raise Conflict("this rule was changed meanwhile")
        await self._check(given)
        saved = await self.rules.save(
            rule.changed(given.name, given.condition, given.told, is_on=given.is_on)
        )
        await _tell(self.changes, RULES_CHANGED)
        return saved

    async def remove(self, id: AlertRuleId, *, by: Principal) -> None:
        """Raises `NotFound`. Its open alerts are over."""
        authorise(by, "change_alerts")
        await self.rules.get(id)
        await self.rules.remove(id)
        await _tell(self.changes, RULES_CHANGED)

    async def _check(self, given: GivenRule) -> None:
        there = {each.id for each in await self.webhooks.all()}
        for each in given.told.webhooks:
            if each not in there:
                raise Invalid(f"told.webhooks: there is no webhook {each!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeWebhook:
    """`secret` is shown this once."""

    webhook: Webhook
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeWebhooks:
    """Addresses that are told. Secrets are made here, shown once and kept sealed."""

    webhooks: Webhooks
    rules: AlertRules
    call_webhook: CallWebhook
    sealing: Sealing
    page: str
    new_id: NewId
    new_secret: NewSecret
    clock: Clock

    async def all(self, *, by: Principal) -> Sequence[Webhook]:
        authorise(by, "look")
        return await self.webhooks.all()

    async def add(self, name: str, url: str, *, by: Principal) -> MadeWebhook:
        authorise(by, "change_alerts")
        if len(await self.webhooks.all()) >= WEBHOOKS_MAX:
            raise Invalid(f"there are at most {WEBHOOKS_MAX} webhooks")
        secret, made_id = new_webhook_secret(self.new_secret()), WebhookId(self.new_id())
        webhook = Webhook(
            id=made_id,
            name=" ".join(name.split()),
            url=url,
            sealed_secret=self.sealing.seal(secret, purpose=purpose_of(made_id)),
            created_at=self.clock(),
        )
        return MadeWebhook(webhook=await self.webhooks.add(webhook), secret=secret)

    async def change(
        self, id: WebhookId, name: str, url: str, *, version: int, by: Principal
    ) -> Webhook:
        """Raises `NotFound`; `Conflict` unless `version` is the current one."""
        authorise(by, "change_alerts")
        webhook = await self.webhooks.get(id)
        if webhook.version != version:
            raise Conflict("this webhook was changed meanwhile")
        return await self.webhooks.save(webhook.changed(name, url))

    async def renew_secret(self, id: WebhookId, *, by: Principal) -> MadeWebhook:
        """From now on the new one signs; the old one does so no more. Raises `NotFound`."""
        authorise(by, "change_alerts")
        secret = new_webhook_secret(self.new_secret())
        sealed = self.sealing.seal(secret, purpose=purpose_of(id))
        try:
            saved = await self.webhooks.save((await self.webhooks.get(id)).sealed(sealed))
        except Conflict:
            return await self.renew_secret(id, by=by)
        return MadeWebhook(webhook=saved, secret=secret)

    async def try_out(self, id: WebhookId, *, by: Principal) -> LastTry:
        """Send a message that says it is a test. Raises `NotFound`."""
        authorise(by, "change_alerts")
        said = trial_payload(page=self.page, at=self.clock())
        return await self.call_webhook(await self.webhooks.get(id), self.new_id(), said)

    async def remove(self, id: WebhookId, *, by: Principal) -> None:
        """Raises `NotFound`; `Conflict` while a rule tells it."""
        authorise(by, "change_alerts")
        webhook = await self.webhooks.get(id)
        for rule in await self.rules.all():
            if id in rule.told.webhooks:
                raise Conflict(f"the rule “{rule.name}” tells this webhook: change it first")
        await self.webhooks.remove(webhook.id)


async def _tell(changes: Changes, change: Change) -> None:
    with suppress(Unavailable):  # then it is seen a few seconds later
        await changes.tell(change)
