from datetime import timedelta

import pytest

from domain.accounts.user import email
from domain.alerts.alert import PAUSES, Alert, Delivery, Reading
from domain.alerts.condition import CALM_AFTER
from domain.alerts.rule import Told
from domain.ids import AdministratorId, WebhookId
from tests.alerting import a_reading, a_rule, an_alert
from tests.builders import NOON

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
TOLD = Told(mail=(email("ops@x.org"),), webhooks=(WebhookId("w1"),), again_hours=2)
RULE = a_rule(told=TOLD)


def events(alert: Alert) -> list[tuple[str, str]]:
    return [(each.event, each.to) for each in alert.deliveries]


def test_what_fires_is_told_by_every_way_at_once() -> None:
    alert = an_alert(RULE)

    assert events(alert) == [("alert.fired", "ops@x.org"), ("alert.fired", "w1")]
    assert {each.due_at for each in alert.deliveries} == {alert.due_at} == {NOON}
    assert len({each.id for each in alert.deliveries}) == 2


def test_two_who_see_the_same_within_a_minute_make_one() -> None:
    late = Alert.fired(RULE, a_reading(70), at=NOON + 59 * SECOND)
    later = Alert.fired(RULE, a_reading(70), at=NOON + 60 * SECOND)
    of_another = Alert.fired(RULE, a_reading(subject="other:"), at=NOON)

    assert len({an_alert(RULE).id, late.id}) == 1
    assert len({late.id, later.id, of_another.id}) == 3


def test_while_it_lasts_it_is_told_again_only_after_hours() -> None:
    alert = an_alert(RULE)

    soon = alert.seen(RULE, a_reading(90), at=NOON + 2 * HOUR - SECOND)
    again = soon.seen(RULE, a_reading(95), at=NOON + 2 * HOUR)
    after = again.seen(RULE, a_reading(95), at=NOON + 2 * HOUR + SECOND)

    assert (soon.text, events(soon)) == ("90 s behind", events(alert))
    assert events(again)[2:] == [("alert.again", "ops@x.org"), ("alert.again", "w1")]
    assert (again.told_at, after) == (NOON + 2 * HOUR, again)


def test_it_is_never_told_again_where_nobody_wants_that_or_somebody_looks_after_it() -> None:
    quiet = a_rule(told=Told(mail=TOLD.mail, again_hours=0))
    mine = an_alert(RULE).acknowledged(AdministratorId("bob"), at=NOON)

    assert an_alert(quiet).seen(quiet, a_reading(), at=NOON + 999 * HOUR) == an_alert(quiet)
    assert mine.seen(RULE, a_reading(), at=NOON + 999 * HOUR) == mine
    assert mine.acknowledged(AdministratorId("eve"), at=NOON + HOUR) == mine
    assert (mine.acknowledged_by, mine.acknowledged_at) == ("bob", NOON)


def test_it_is_over_when_all_was_well_for_a_minute() -> None:
    alert = an_alert(RULE)

    calm = alert.seen(RULE, a_reading(53), at=NOON)
    still = calm.seen(RULE, None, at=NOON + CALM_AFTER - SECOND)
    over = still.seen(RULE, a_reading(0), at=NOON + CALM_AFTER)

    assert (calm.calm_since, still, over.resolved_at) == (NOON, calm, NOON + CALM_AFTER)
    assert events(over)[2:] == [("alert.resolved", "ops@x.org"), ("alert.resolved", "w1")]
    assert (still.is_open, over.is_open) == (True, False)


@pytest.mark.parametrize("value", [54, 59, 60])
def test_what_comes_and_goes_about_the_limit_is_one_alert(value: int) -> None:
    calm = an_alert(RULE).seen(RULE, a_reading(10), at=NOON)

    back = calm.seen(RULE, a_reading(value), at=NOON + SECOND)

    assert (back.calm_since, back.is_open) == (None, True)
    assert events(back) == events(an_alert(RULE))


def test_what_nobody_wants_to_know_any_more_is_over_without_a_word() -> None:
    closed = an_alert(RULE).closed(at=NOON + HOUR)

    assert (closed.resolved_at, closed.due_at) == (NOON + HOUR, None)
    assert {each.due_at for each in closed.deliveries} == {None}
    assert events(closed) == events(an_alert(RULE))


def test_a_delivery_is_tried_again_after_longer_and_longer_pauses_and_given_up() -> None:
    delivery = Delivery(id="d", event="alert.fired", channel="webhook", to="w1", due_at=NOON)
    waits: list[timedelta] = []

    while delivery.due_at is not None:
        before = delivery.due_at
        delivery = delivery.failed("no answer", at=before)
        waits += [] if delivery.due_at is None else [delivery.due_at - before]

    assert tuple(waits) == PAUSES == tuple(sorted(PAUSES))
    assert (delivery.tries, delivery.is_sent, delivery.words) == (7, False, "no answer")


def test_what_came_of_a_try_is_kept_and_the_next_one_is_due() -> None:
    alert = an_alert(RULE)
    first, second = alert.deliveries

    later = alert.delivered(first.failed("away" * 99, at=NOON))
    sent = later.delivered(second.sent(at=NOON))

    assert (later.due_at, sent.due_at) == (NOON, NOON + PAUSES[0])
    assert [each.is_sent for each in sent.deliveries] == [False, True]
    assert len(sent.deliveries[0].words) == 200
    gone = sent.delivered(first.failed("gone", at=NOON, for_good=True))
    assert gone.due_at is None


@pytest.mark.parametrize(
    ("value", "is_over", "is_calm"),
    [(100, True, False), (99, False, False), (90, False, False), (89, False, True)],
)
def test_between_well_and_too_much_there_is_room(
    value: int, *, is_over: bool, is_calm: bool
) -> None:
    reading = Reading(subject="s", text="t", value=value, limit=100)

    assert (reading.is_over, reading.is_calm) == (is_over, is_calm)
