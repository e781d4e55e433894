"""Answers that come in one piece are routed as those that come bit by bit."""

from domain.llm.events import TextOpened, UsageReported
from domain.routing.timeouts import Timeouts
from tests.unit.application.routing.routing_desk import (
    ANSWER,
    USAGE,
    RoutingDesk,
    failing,
    served_by,
)

TWO = served_by("first", "second")
BROKEN_OFF = (ANSWER[0], UsageReported(USAGE), TextOpened(0), *failing("cut"))


async def test_another_deployment_answers_for_one_that_broke_off() -> None:
    desk = RoutingDesk(says={"first": [BROKEN_OFF]}, models=(TWO,))
    record = desk.record()

    assert await desk.hear_at_once(record) == list(ANSWER)

    assert desk.asked == desk.closed == ["first", "second"]
    assert [each.error_kind for each in record.earlier] == ["cut"]


async def test_the_last_failure_is_what_is_told() -> None:
    desk = RoutingDesk(
        says={"first": [failing("server")], "second": [failing("bad_request")]}, models=(TWO,)
    )

    assert await desk.hear_at_once(desk.record()) == list(failing("bad_request"))


async def test_one_that_ends_before_it_says_anything_is_told_as_it_was() -> None:
    desk = RoutingDesk(says={"first": [ANSWER[:2]]}, models=(TWO,))

    assert await desk.hear_at_once(desk.record()) == list(ANSWER[:2])


async def test_a_deployment_that_says_nothing_is_late() -> None:
    slow = served_by("first", "second", timeouts=Timeouts(whole_s=0.01))
    desk = RoutingDesk(says={"first": [None]}, models=(slow,))
    record = desk.record()

    assert await desk.hear_at_once(record) == list(ANSWER)

    assert [each.error_kind for each in record.earlier] == ["timeout"]
    assert desk.closed == ["first", "second"]
