"""What every store of alerts, their rules and webhooks must do, and every count and pulse."""

from dataclasses import replace
from datetime import timedelta

import pytest

from application.ports.alerts import AlertRules, Alerts, Webhooks
from application.ports.minute_counts import MinuteCounts, Traffic
from application.ports.pulses import LASTING, Pulse, Pulses, RestingPlace
from domain.accounts.user import email
from domain.alerts.alert import Alert
from domain.alerts.condition import (
    BudgetUsed,
    Condition,
    ErrorShare,
    JournalBehind,
    ProviderDown,
    Scope,
    Silence,
    SpendAbove,
)
from domain.alerts.rule import Told
from domain.alerts.webhook import LastTry, Webhook
from domain.errors import Conflict, NotFound
from domain.ids import AlertId, AlertRuleId, WebhookId
from domain.transactions.money import NanoUsd
from tests.alerting import a_reading, a_rule, an_alert
from tests.builders import ADA, NOON, a_transaction
from tests.clock import FakeClock

MINUTE = timedelta(minutes=1)
CONDITIONS: tuple[Condition, ...] = (
    BudgetUsed(percent=80, scope=Scope(kind="user", id="ada")),
    SpendAbove(window="hour", limit=NanoUsd(7), scope=Scope(kind="team")),
    ErrorShare(percent=10, minutes=5, least_calls=20),
    ProviderDown(),
    Silence(minutes=30, scope=Scope(kind="model", id="large")),
    JournalBehind(seconds=60),
)


def an_alert_at(minutes: int) -> Alert:
    alert = an_alert()
    return replace(alert, id=AlertId(f"a{minutes}"), fired_at=NOON + minutes * MINUTE)


class AlertRulesContract:
    async def test_a_rule_comes_back_as_it_was_stored_and_a_stale_one_is_a_conflict(
        self, rules: AlertRules
    ) -> None:
        told = Told(mail=(email("ops@x.org"),), webhooks=(WebhookId("w1"),), again_hours=3)
        for number, condition in enumerate(CONDITIONS):
            rule = a_rule(f"r{number}", condition, told)

            assert await rules.add(rule) == replace(rule, version=1)
            assert await rules.get(rule.id) == replace(rule, version=1)

        rule = await rules.get(AlertRuleId("r0"))
        saved = await rules.save(replace(rule, is_on=False))

        assert (saved.version, (await rules.get(rule.id)).is_on) == (2, False)
        with pytest.raises(Conflict):
            await rules.save(rule)
        with pytest.raises(Conflict):
            await rules.add(rule)

    async def test_the_first_ones_come_once_and_all_are_listed_oldest_first(
        self, rules: AlertRules
    ) -> None:
        await rules.begin([a_rule("r1"), a_rule("r2")])
        await rules.remove(AlertRuleId("r1"))
        await rules.remove(AlertRuleId("r1"))
        await rules.begin([a_rule("r1"), a_rule("r2")])

        assert [each.id for each in await rules.all()] == ["r2"]
        with pytest.raises(NotFound, match="r1"):
            await rules.get(AlertRuleId("r1"))
        await rules.add(replace(a_rule("r0"), created_at=NOON - MINUTE))
        assert [each.id for each in await rules.all()] == ["r0", "r2"]


class AlertsContract:
    async def test_an_alert_comes_back_as_it_was_stored(self, alerts: Alerts) -> None:
        told = Told(mail=(email("ops@x.org"),), webhooks=(WebhookId("w1"),))
        alert = an_alert(a_rule(told=told), a_reading(user=ADA))

        assert await alerts.add(alert) == replace(alert, version=1)
        assert await alerts.get(alert.id) == replace(alert, version=1)
        with pytest.raises(Conflict):
            await alerts.add(alert)
        with pytest.raises(NotFound):
            await alerts.get(AlertId("nope"))
        stored = await alerts.get(alert.id)
        await alerts.save(replace(stored, text="worse"))
        assert (await alerts.get(alert.id)).text == "worse"
        with pytest.raises(Conflict):
            await alerts.save(stored)

    async def test_they_are_found_by_state_by_time_and_by_what_is_due(self, alerts: Alerts) -> None:
        due: tuple[int | None, ...] = (2, 1, 5, None)
        for number, minutes in enumerate(due):
            due_at = None if minutes is None else NOON + minutes * MINUTE
            over = NOON if number == 2 else None
            await alerts.add(replace(an_alert_at(number), due_at=due_at, resolved_at=over))

        opened = await alerts.page("open", cursor=None, limit=9)
        resolved = await alerts.page("resolved", cursor=None, limit=9)
        first = await alerts.page(None, cursor=None, limit=3)
        last = await alerts.page(None, cursor=first.next_cursor, limit=3)

        assert {each.id for each in await alerts.open()} == {"a0", "a1", "a3"}
        assert [each.id for each in opened.items] == ["a3", "a1", "a0"]
        assert [each.id for each in resolved.items] == ["a2"]
        assert [each.id for each in (*first.items, *last.items)] == ["a3", "a2", "a1", "a0"]
        assert last.next_cursor is None
        due_now = await alerts.due(NOON + 2 * MINUTE, limit=9)
        assert [each.id for each in due_now] == ["a1", "a0"]
        assert [each.id for each in await alerts.due(NOON + 9 * MINUTE, limit=1)] == ["a1"]

    async def test_what_was_over_long_ago_and_is_told_is_removed(self, alerts: Alerts) -> None:
        """What is open stays however old it is, and so does what somebody is yet to hear of."""
        over = replace(an_alert_at(0), resolved_at=NOON + MINUTE, due_at=None)
        await alerts.add(over)
        await alerts.add(replace(over, id=AlertId("lately"), resolved_at=NOON + 5 * MINUTE))
        await alerts.add(replace(over, id=AlertId("open"), resolved_at=None))
        await alerts.add(replace(over, id=AlertId("untold"), due_at=NOON))

        assert await alerts.remove_over(before=NOON + MINUTE) == 0
        assert await alerts.remove_over(before=NOON + 5 * MINUTE) == 1
        assert await alerts.remove_over(before=NOON + 5 * MINUTE) == 0

        left = await alerts.page(None, cursor=None, limit=10)
        assert {each.id for each in left.items} == {"lately", "open", "untold"}


class WebhooksContract:
    async def test_one_is_kept_changed_and_removed(self, webhooks: Webhooks) -> None:
        webhook = Webhook(
            id=WebhookId("w1"), name="ops", url="https://x.org", sealed_secret="s", created_at=NOON
        )
        later = replace(webhook, id=WebhookId("w2"), created_at=NOON + MINUTE)

        await webhooks.add(later)
        added = await webhooks.add(webhook)
        saved = await webhooks.save(added.tried(LastTry(at=NOON, status=500, words="no")))

        assert list(await webhooks.all()) == [saved, replace(later, version=1)]
        assert await webhooks.get(webhook.id) == saved
        with pytest.raises(Conflict):
            await webhooks.save(added)
        await webhooks.remove(webhook.id)
        with pytest.raises(NotFound, match="w1"):
            await webhooks.get(webhook.id)


class MinuteCountsContract:
    """`clock` is what `counts` goes by."""

    async def test_calls_are_counted_by_the_minute(
        self, counts: MinuteCounts, clock: FakeClock
    ) -> None:
        good, bad = a_transaction("r1"), replace(a_transaction("r2"), outcome="error")
        refused = replace(a_transaction("r3"), outcome="refused")
        await counts.add([good, bad, refused])
        clock.advance(3 * MINUTE)
        await counts.add([replace(good, model="other")])
        await counts.add([])

        def counted(model: str, calls: int, errors: int) -> Traffic:
            return Traffic(model=model, provider=good.provider, calls=calls, errors=errors)

        assert list(await counts.of_last(3)) == [counted("other", 1, 0)]
        both = sorted(await counts.of_last(4), key=lambda each: each.errors)
        assert both == [counted("other", 1, 0), counted(good.model, 2, 1)]

    async def test_names_may_have_any_characters(self, counts: MinuteCounts) -> None:
        odd = replace(a_transaction(), model='a"|: b', provider="ö\n")

        await counts.add([odd])

        (found,) = await counts.of_last(1)
        assert (found.model, found.provider) == (odd.model, odd.provider)


class PulsesContract:
    async def test_the_last_of_each_process_counts_until_it_is_old(self, pulses: Pulses) -> None:
        resting = (RestingPlace(provider="openai", upstream="gpt"),)
        await pulses.beat(Pulse(process="p1", at=NOON, behind_s=7))
        await pulses.beat(Pulse(process="p2", at=NOON))
        later = Pulse(process="p1", at=NOON + MINUTE, resting=resting)
        assert len(await pulses.all(at=NOON + LASTING)) == 2

        await pulses.beat(later)

        assert list(await pulses.all(at=NOON + MINUTE)) == [later]
