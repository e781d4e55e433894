from dataclasses import replace
from datetime import timedelta

import pytest
from typing_extensions import override

from application.ports.post import Letter, Post
from domain.accounts.user import email
from domain.alerts.alert import PAUSES, Alert
from domain.alerts.rule import AlertRule, Told
from domain.alerts.webhook import signature
from domain.errors import Unavailable
from domain.ids import WebhookId
from domain.json import read
from tests.alerting import PAGE, a_reading, a_rule, an_alert
from tests.builders import NOON
from tests.unit.application.admin.admin_house import ROOT, AdminHouse

OPS = email("ops@x.org")


async def a_hooked_rule(house: AdminHouse) -> tuple[AlertRule, str]:
    """With the secret of its webhook."""
    made = await house.alarms.use.webhooks.add("ops", "https://x.org/hook", by=ROOT)
    return a_rule(told=Told(webhooks=(made.webhook.id,))), made.secret


async def delivered(house: AdminHouse, alert: Alert) -> Alert:
    await house.alarms.alerts.add(alert)
    await house.alarms.deliver()
    return await house.alarms.alerts.get(alert.id)


async def test_a_letter_says_what_happened_since_when_and_where_to_look() -> None:
    house = AdminHouse()
    rule = a_rule(told=Told(mail=(OPS,)))
    over = an_alert(rule).seen(rule, None, at=NOON).seen(rule, None, at=NOON + timedelta(minutes=1))
    house.clock.advance(timedelta(minutes=1))

    after = await delivered(house, over)

    first, last = house.post.letters
    assert (first.to, first.subject) == (OPS, "Parley: The books are behind")
    assert first.text == (
        "60 s behind.\n\nSince 2026-01-01 12:00 UTC until 2026-01-01 12:01 UTC\n\n" + PAGE + "\n"
    )
    assert last.subject == "Parley, over: The books are behind"
    assert (after.due_at, [each.is_sent for each in after.deliveries]) == (None, [True, True])
    assert await house.alarms.deliver() == 0


async def test_a_webhook_gets_a_message_that_only_we_could_sign() -> None:
    house = AdminHouse()
    rule, secret = await a_hooked_rule(house)

    after = await delivered(house, an_alert(rule))

    (heard,) = house.alarms.listener.heard
    (delivery,) = after.deliveries
    assert (heard.url, heard.method, heard.redirects) == ("https://x.org/hook", "POST", 0)
    assert heard.headers["webhook-id"] == delivery.id
    assert heard.body is not None
    assert heard.headers["webhook-signature"] == signature(secret, delivery.id, NOON, heard.body)
    said = read(heard.body)
    assert isinstance(said, dict)
    assert said["type"] == "alert.fired"
    (webhook,) = await house.alarms.webhooks.all()
    assert webhook.last is not None
    assert (webhook.last.status, webhook.last.is_good, delivery.is_sent) == (204, True, True)


async def test_where_nobody_answers_it_is_tried_again_later() -> None:
    house = AdminHouse()
    rule, _ = await a_hooked_rule(house)
    house.alarms.listener.status = None

    failed = await delivered(house, an_alert(rule))
    soon = await house.alarms.deliver()
    house.clock.advance(PAUSES[0])
    house.alarms.listener.status = 500
    again = await house.alarms.deliver()
    house.clock.advance(PAUSES[1])
    house.alarms.listener.status = 200
    await house.alarms.deliver()

    (delivery,) = (await house.alarms.alerts.get(failed.id)).deliveries
    assert failed.deliveries[0].words == "nobody answers there"
    assert (soon, again) == (0, 1)
    assert (delivery.tries, delivery.is_sent, delivery.words) == (3, True, "")
    assert len({each.headers["webhook-id"] for each in house.alarms.listener.heard}) == 1


@pytest.mark.parametrize("status", [None, 410], ids=["no webhook", "gone"])
async def test_where_nobody_wants_it_it_is_given_up(status: int | None) -> None:
    house = AdminHouse()
    rule, _ = await a_hooked_rule(house)
    if status is None:
        rule = a_rule(told=Told(webhooks=(WebhookId("other"),)))
    house.alarms.listener.status = status

    after = await delivered(house, an_alert(rule))

    assert (after.due_at, after.deliveries[0].tries, after.deliveries[0].is_sent) == (
        None,
        1,
        False,
    )
    assert after.deliveries[0].words == (
        "there is no such webhook" if status is None else "it answered 410"
    )


async def test_a_mail_server_that_is_away_is_asked_again() -> None:
    class Shut(Post):
        @override
        async def send(self, letter: Letter) -> None:
            del letter
            raise Unavailable("the mail server takes no letter")

    house = AdminHouse()
    rule = a_rule(told=Told(mail=(OPS,)))
    alert = await house.alarms.alerts.add(an_alert(rule))

    await replace(house.alarms.deliver, post=Shut())()

    after = await house.alarms.alerts.get(alert.id)
    assert (after.due_at, after.deliveries[0].tries) == (NOON + PAUSES[0], 1)
    assert after.deliveries[0].words == "the mail server takes no letter"


async def test_what_was_acknowledged_while_it_was_delivered_stays_so() -> None:
    house = AdminHouse()
    alarms = house.alarms
    rule, _ = await a_hooked_rule(house)
    stale = await alarms.alerts.add(an_alert(rule, a_reading()))
    await alarms.use.acknowledge(stale.id, by=ROOT)

    await alarms.deliver()

    after = await alarms.alerts.get(stale.id)
    assert (after.acknowledged_by, after.deliveries[0].is_sent) == (ROOT.id, True)
