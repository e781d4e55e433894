import asyncio
from dataclasses import replace

import pytest

from application.routing.routing import Asked
from domain.accounts.access import Grants, Scope
from domain.catalog.models import Fallbacks, Model
from domain.errors import Forbidden, Invalid, NotFound
from domain.llm.events import (
    Failed,
    Failure,
    FailureKind,
    Finished,
    Sent,
    Started,
    TextDelta,
    TextOpened,
    UsageReported,
)
from domain.llm.prompt import Dropped
from domain.routing.timeouts import Timeouts
from domain.transactions.transaction import Attempt
from tests.unit.application.routing.routing_desk import (
    ANSWER,
    MODEL,
    USAGE,
    RoutingDesk,
    failing,
    served_by,
)

TWO = served_by("first", "second")


def a_desk(model: Model = TWO, **says: object) -> RoutingDesk:
    return RoutingDesk(says=dict(says), models=(model,))  # type: ignore[arg-type]


async def test_the_first_is_asked_and_its_answer_goes_through_unchanged() -> None:
    desk = a_desk()
    record = desk.record()

    assert await desk.hear(record) == list(ANSWER)

    assert desk.asked == desk.closed == ["first"]
    assert (record.attempts, record.earlier, record.served.provider) == (1, (), "first")


@pytest.mark.parametrize(
    "kind", ["overloaded", "server", "unreachable", "timeout", "unauthenticated", "unknown_model"]
)
async def test_another_deployment_answers_for_one_that_fails(kind: FailureKind) -> None:
    desk = a_desk(first=[failing(kind)])
    record = desk.record()

    assert await desk.hear(record) == list(ANSWER)

    assert desk.asked == ["first", "second"]
    assert desk.pauses == []
    assert record.served.provider == "second"
    assert record.earlier == (
        Attempt(model="m", provider="first", upstream="u", error_kind=kind, lasted_ms=0),
    )


async def test_nobody_hears_of_an_answer_that_broke_off_before_it_said_anything() -> None:
    begun = (ANSWER[0], UsageReported(USAGE), TextOpened(0), *failing("cut"))
    desk = a_desk(first=[begun])

    assert await desk.hear(desk.record()) == list(ANSWER)


async def test_after_the_first_word_nobody_else_is_asked() -> None:
    spoken = (*ANSWER[:3], *failing("cut"))
    desk = a_desk(first=[spoken])

    assert await desk.hear(desk.record()) == list(spoken)

    assert desk.asked == ["first"]


@pytest.mark.parametrize("kind", ["bad_request", "not_found", "too_large", "content_policy"])
async def test_a_refusal_that_others_would_repeat_is_told_at_once(kind: FailureKind) -> None:
    desk = a_desk(first=[failing(kind)])

    assert await desk.hear(desk.record()) == list(failing(kind))

    assert desk.asked == ["first"]


async def test_what_was_dropped_of_a_question_is_told_before_the_answer() -> None:
    sent = Sent(dropped=(Dropped(path="seed", reason="x"),))
    desk = a_desk(first=[(sent, *ANSWER)])
    record = desk.record()
    candidates = await desk.routing.candidates(record.call, Grants())

    answer = desk.routing.answer(record, candidates, desk.ask)

    assert (await anext(answer)).events == (sent,)
    await answer.aclose()
    assert desk.closed == ["first"]


async def test_a_deployment_alone_is_asked_again_after_a_pause() -> None:
    desk = a_desk(MODEL, first=[failing("server"), failing("server"), ANSWER])

    assert await desk.call() == "hello"

    assert desk.asked == ["first"] * 3
    assert desk.pauses == [0.5 * 0.25, 0.5 * 0.5]


async def test_three_attempts_are_all() -> None:
    desk = a_desk(MODEL, first=[failing("server")])
    record = desk.record()

    assert await desk.hear(record) == list(failing("server"))

    assert (record.attempts, len(record.earlier)) == (3, 2)


async def test_a_model_may_have_fewer_attempts() -> None:
    desk = a_desk(replace(TWO, attempts=1), first=[failing("server")])

    assert await desk.call() == "server"
    assert desk.asked == ["first"]


async def test_a_provider_is_not_asked_before_it_said_so() -> None:
    desk = a_desk(MODEL, first=[failing("rate_limited", retry_after_s=1), ANSWER])

    assert await desk.call() == "hello"

    (pause,) = desk.pauses
    assert pause >= 1


async def test_nobody_waits_two_minutes_for_a_provider() -> None:
    desk = a_desk(MODEL, first=[failing("rate_limited", retry_after_s=120)])

    assert await desk.hear(desk.record()) == list(failing("rate_limited", retry_after_s=120))

    assert desk.pauses == []
    limited = (await desk.hear(desk.record()))[0]
    assert isinstance(limited, Failed)
    assert (limited.failure.kind, desk.asked) == ("rate_limited", ["first"])
    assert limited.failure.retry_after_s == pytest.approx(25)


async def test_one_that_asked_for_patience_is_left_alone_while_others_answer() -> None:
    desk = a_desk(first=[failing("rate_limited", retry_after_s=10), ANSWER])

    for _ in range(2):
        assert await desk.call() == "hello"
    desk.now_s += 10
    assert await desk.call() == "hello"

    assert desk.asked == ["first", "second", "second", "first"]


async def test_all_attempts_have_one_deadline() -> None:
    model = replace(MODEL, timeouts=Timeouts(total_s=30))
    desk = a_desk(model, first=[failing("rate_limited", retry_after_s=12)])

    assert await desk.call() == "rate_limited"

    assert desk.asked == ["first"] * 3
    assert desk.places[0].timeouts.total_s == 30
    assert [place.timeouts.all_s for place in desk.places[1:]] == [
        pytest.approx(30 - 12, abs=1),
        pytest.approx(30 - 24, abs=1),
    ]


async def test_a_retry_that_would_come_too_late_is_not_made() -> None:
    model = replace(MODEL, timeouts=Timeouts(total_s=10))
    desk = a_desk(model, first=[failing("rate_limited", retry_after_s=12)])

    assert await desk.call() == "rate_limited"
    assert desk.asked == ["first"]


async def test_a_deployment_that_says_nothing_is_late() -> None:
    model = replace(TWO, timeouts=Timeouts(first_token_s=0.01))
    desk = a_desk(model, first=[None])
    record = desk.record()

    assert await desk.hear(record) == list(ANSWER)

    assert desk.closed == ["first", "second"]
    assert record.earlier[0].error_kind == "timeout"


async def test_a_client_that_leaves_is_asked_for_nowhere_else() -> None:
    desk = a_desk(first=[None])

    hearing = asyncio.ensure_future(desk.hear(desk.record()))
    await desk.reached.wait()
    hearing.cancel()
    await asyncio.wait({hearing})

    assert desk.asked == desk.closed == ["first"]


async def test_what_a_client_did_not_hear_any_more_counts_for_the_books() -> None:
    desk = a_desk(first=[(ANSWER[0], UsageReported(USAGE), Sent())])
    record = desk.record()
    candidates = await desk.routing.candidates(record.call, Grants())
    answer = desk.routing.answer(record, candidates, desk.ask)

    await anext(answer)
    await answer.aclose()

    assert record.fold.reply().usage == USAGE


async def test_one_that_fails_and_fails_is_left_alone_and_probed_later() -> None:
    desk = a_desk(first=[*[failing("server")] * 6, ANSWER])

    for _ in range(5):
        assert await desk.call() == "hello"
    assert desk.asked == ["first", "second"] * 5
    desk.asked.clear()
    assert await desk.call() == "hello"
    assert desk.asked == ["second"]

    desk.now_s += 10
    assert await desk.call() == "hello"
    assert desk.asked[1:] == ["first", "second"], "the probe failed"
    desk.now_s += 20
    desk.asked.clear()
    assert [await desk.call(), await desk.call()] == ["hello", "hello"]
    assert desk.asked == ["first", "first"]


async def test_when_all_rest_the_failure_is_told_without_asking_anybody() -> None:
    desk = a_desk(MODEL, first=[failing("server")])
    while len(desk.asked) < 5:
        await desk.call()
    asked = len(desk.asked)
    record = desk.record()

    (failed,) = await desk.hear(record)

    assert len(desk.asked) == asked
    assert isinstance(failed, Failed)
    assert failed.failure.kind == "overloaded"
    assert failed.failure.retry_after_s == pytest.approx(10)
    assert "'m'" in failed.failure.message
    assert record.attempts == 0


async def test_after_a_change_nobody_rests() -> None:
    desk = a_desk(MODEL, first=[*[failing("server")] * 5, ANSWER])
    while len(desk.asked) < 5:
        await desk.call()

    desk.routing.forget()

    assert await desk.call() == "hello"


async def test_answers_that_break_off_in_the_middle_count_against_their_deployment() -> None:
    desk = a_desk(first=[(*ANSWER[:3], *failing("cut"))])

    for _ in range(5):
        assert await desk.call() == "cut"

    assert await desk.call() == "hello"
    assert desk.asked[-1] == "second"


async def test_a_refused_question_says_nothing_against_a_deployment() -> None:
    desk = a_desk(first=[failing("bad_request")])

    for _ in range(20):
        assert await desk.call() == "bad_request"

    assert desk.asked == ["first"] * 20


async def test_a_place_that_fails_again_and_again_is_known_as_resting() -> None:
    desk = a_desk(MODEL, first=[failing("server")])
    before = desk.routing.resting()

    for _ in range(5):
        await desk.call()

    assert (list(before), list(desk.routing.resting())) == ([], [("first", "u")])


@pytest.mark.exhaustive
async def test_providers_are_asked_a_tenth_more_than_clients_ask() -> None:
    """As long as no breaker opens: every third call fails here."""
    desk = a_desk(MODEL, first=[failing("server"), ANSWER, ANSWER] * 400)

    for _ in range(600):
        await desk.call()

    assert len(desk.asked) <= 600 * 1.1 + 10


async def test_the_least_busy_is_asked() -> None:
    desk = a_desk(replace(TWO, strategy="least_busy"), first=[None])

    waiting = asyncio.ensure_future(desk.call())
    await desk.reached.wait()
    assert await desk.call() == "hello"

    assert desk.asked == ["first", "second"]
    waiting.cancel()
    await asyncio.wait({waiting})


async def test_calls_are_shared_out() -> None:
    desk = a_desk(replace(TWO, strategy="weighted"))
    desk.drawn = 0.9

    await desk.call()

    assert desk.asked == ["second"]


ANOTHER = replace(MODEL, name="another", provider="other")
LONG = replace(MODEL, name="long", provider="longer")
OPEN = replace(MODEL, name="open", provider="unfiltered")
FALLING = replace(
    MODEL,
    fallbacks=Fallbacks(usual=("another", "gone"), longer=("long",), unfiltered=("open",)),
)
FALLBACKS = (FALLING, ANOTHER, LONG, OPEN)


@pytest.mark.parametrize(
    ("kind", "answering"),
    [
        ("server", "other"),
        ("timeout", "other"),
        ("context_overflow", "longer"),
        ("content_policy", "unfiltered"),
    ],
)
async def test_another_model_answers_by_what_went_wrong(kind: FailureKind, answering: str) -> None:
    desk = RoutingDesk(says={"first": [failing(kind)]}, models=FALLBACKS)
    record = desk.record()

    assert await desk.hear(record) == list(ANSWER)

    assert desk.asked == ["first", answering]
    row = record.row(now_s=desk.now_s)
    assert (row.model, row.provider, row.attempts) == ("m", answering, 2)
    assert row.earlier[0].model == "m"


async def test_an_end_by_refusal_before_a_word_is_a_refused_content() -> None:
    refusing = (Started(id="", model="m"), Finished(reason="refusal"))
    desk = RoutingDesk(says={"first": [refusing]}, models=FALLBACKS)

    assert await desk.call() == "hello"
    assert desk.asked == ["first", "unfiltered"]


async def test_without_another_model_a_refusal_is_an_answer() -> None:
    refusing = (Started(id="", model="m"), Finished(reason="refusal"))
    desk = a_desk(MODEL, first=[refusing])

    assert await desk.hear(desk.record()) == list(refusing)


async def test_whoever_may_not_use_a_model_is_not_answered_by_it() -> None:
    desk = RoutingDesk(says={"first": [failing("timeout")]}, models=FALLBACKS)
    record = desk.record()

    heard = await desk.hear(record, grants=Grants(scope=Scope(models=("m", "long"))))

    assert heard == list(failing("timeout"))
    assert desk.asked == ["first"]


async def test_a_deployment_without_a_price_is_not_asked() -> None:
    priceless = replace(MODEL, unpriced_allowed=False)
    desk = a_desk(priceless)

    with pytest.raises(Forbidden, match="has no price"):
        await desk.hear(desk.record())

    assert desk.asked == []


async def test_one_that_cannot_be_told_the_question_is_passed_over() -> None:
    desk = a_desk()

    def ask(place: Model) -> Asked:
        if place.provider == "first":
            raise Invalid("messages[0]: is impossible")
        return desk.ask(place)

    record = desk.record()
    candidates = await desk.routing.candidates(record.call, Grants())
    pieces = [piece async for piece in desk.routing.answer(record, candidates, ask)]

    assert [event for piece in pieces for event in piece.events] == list(ANSWER)
    assert (record.attempts, record.earlier) == (1, ())


@pytest.mark.parametrize(
    ("error", "kind"),
    [(Invalid("messages[0]: is impossible"), "bad_request"), (NotFound("gone"), "unreachable")],
)
async def test_when_nobody_can_be_told_it_that_is_told(error: Exception, kind: FailureKind) -> None:
    desk = a_desk()

    def ask(place: Model) -> Asked:
        del place
        raise error

    record = desk.record()
    candidates = await desk.routing.candidates(record.call, Grants())
    (piece,) = [piece async for piece in desk.routing.answer(record, candidates, ask)]

    assert piece.events == (Failed(Failure(kind=kind, message=str(error))),)
    assert record.attempts == 0


async def test_a_flood_that_says_nothing_is_let_through_in_the_end() -> None:
    """Nothing is held back without end."""
    flood = [ANSWER[0], *[UsageReported(USAGE)] * 500]
    desk = a_desk(first=[(*flood, TextOpened(0), TextDelta(0, "hi"), *failing("cut"))])

    assert await desk.call() == "cut"
    assert desk.asked == ["first"]


async def test_a_call_that_goes_on_without_its_client_is_asked_nowhere_else() -> None:
    desk = a_desk(first=[failing("server")])
    record = desk.record()
    record.left = True

    assert await desk.hear(record) == list(failing("server"))
    assert desk.asked == ["first"]
