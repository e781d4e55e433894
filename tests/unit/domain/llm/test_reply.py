import pytest

from domain.llm.events import (
    ArgumentsDelta,
    Beside,
    BlockClosed,
    Failed,
    Failure,
    Finished,
    RedactedThinkingOpened,
    RefusalOpened,
    Sent,
    SignatureDelta,
    Started,
    StreamEvent,
    TextDelta,
    TextOpened,
    ThinkingOpened,
    ToolCallOpened,
    UsageReported,
)
from domain.llm.prompt import Dropped, RedactedThinking, Refusal, Text, Thinking, ToolCall
from domain.llm.reply import BrokenStream, Reply, ReplyFold
from domain.llm.usage import Usage

START = Started(id="i", model="m")
END = Finished(reason="end")
CUT = Failed(Failure(kind="cut", message="c"))


def folded(*events: StreamEvent) -> Reply:
    fold = ReplyFold()
    for event in events:
        fold.feed(event)
    return fold.reply()


def test_a_stream_is_folded_to_its_answer() -> None:
    reply = folded(
        START,
        ThinkingOpened(0),
        TextDelta(0, "h"),
        TextDelta(0, "m"),
        SignatureDelta(0, "S"),
        BlockClosed(0),
        RedactedThinkingOpened(1, "D"),
        BlockClosed(1),
        TextOpened(2),
        ToolCallOpened(3, "t", "f", custom=True),
        TextDelta(2, "a"),
        ArgumentsDelta(3, "x"),
        SignatureDelta(3, "G"),
        BlockClosed(3),
        BlockClosed(2),
        RefusalOpened(4),
        TextDelta(4, "no"),
        BlockClosed(4),
        UsageReported(Usage(output=1)),
        UsageReported(Usage(output=2)),
        END,
    )

    assert reply == Reply(
        id="i",
        model="m",
        parts=(
            Thinking(text="hm", signature="S"),
            RedactedThinking(data="D"),
            Text(text="a"),
            ToolCall(id="t", name="f", arguments="x", custom=True, signature="G"),
            Refusal(text="no"),
        ),
        usage=Usage(output=2),
        finished=END,
    )
    assert reply.text == "a"


def test_what_was_asked_for_too_early_is_not_what_is_told_at_the_end() -> None:
    fold = ReplyFold()
    fold.feed(START)

    early = fold.reply()
    fold.feed(END)

    assert early.finished is None
    assert fold.reply().finished == END
    assert fold.reply() is fold.reply()


def test_an_unfinished_stream_has_what_came() -> None:
    reply = folded(START, TextOpened(0), TextDelta(0, "a"))

    assert (reply.text, reply.finished, reply.failure) == ("a", None, None)


def test_a_stream_may_fail_before_it_began_and_with_open_blocks() -> None:
    assert folded(CUT).failure == CUT.failure
    assert folded(START, TextOpened(0), CUT).failure == CUT.failure


@pytest.mark.parametrize(
    "events",
    [
        (TextOpened(0),),
        (END,),
        (START, START),
        (START, TextOpened(1)),
        (START, TextOpened(0), TextOpened(0)),
        (START, TextDelta(0, "a")),
        (START, TextOpened(0), TextDelta(-1, "a")),
        (START, TextOpened(0), BlockClosed(0), TextDelta(0, "a")),
        (START, TextOpened(0), BlockClosed(0), BlockClosed(0)),
        (START, TextOpened(0), ArgumentsDelta(0, "a")),
        (START, RefusalOpened(0), SignatureDelta(0, "a")),
        (START, ToolCallOpened(0, "t", "f"), TextDelta(0, "a")),
        (START, RedactedThinkingOpened(0, "D"), TextDelta(0, "a")),
        (START, TextOpened(0), END),
        (START, END, END),
        (START, CUT, UsageReported(Usage())),
    ],
)
def test_what_no_model_can_mean_is_refused(events: tuple[StreamEvent, ...]) -> None:
    with pytest.raises(BrokenStream):
        folded(*events)


def test_what_is_known_early_may_be_told_before_the_start_alone() -> None:
    early = Sent(dropped=(Dropped(path="seed", reason="x"),))
    fold = ReplyFold()

    for event in (early, early, START):
        fold.feed(event)

    assert fold.reply() == Reply(id="i", model="m")
    with pytest.raises(BrokenStream):
        fold.feed(early)


def test_other_answers_stand_beside_the_first_in_their_order() -> None:
    reply = folded(
        START,
        TextOpened(0),
        Beside(2, TextOpened(0)),
        Beside(2, TextDelta(0, "c")),
        TextDelta(0, "a"),
        Beside(1, TextOpened(0)),
        Beside(1, TextDelta(0, "b")),
        Beside(2, BlockClosed(0)),
        Beside(2, Finished(reason="length")),
        Beside(1, BlockClosed(0)),
        Beside(1, END),
        BlockClosed(0),
        END,
    )

    assert [each.text for each in (reply, *reply.others)] == ["a", "b", "c"]
    assert [each.finished for each in reply.others] == [END, Finished(reason="length")]


@pytest.mark.parametrize(
    "events",
    [
        (Beside(1, TextOpened(0)),),
        (START, Beside(0, TextOpened(0))),
        (START, Beside(1, TextDelta(0, "a"))),
        (START, Beside(1, TextOpened(1))),
        (START, Beside(1, TextOpened(0)), END),
        (START, Beside(1, END), Beside(1, TextOpened(0))),
        (START, END, Beside(1, TextOpened(0))),
    ],
)
def test_another_answer_out_of_order_is_a_broken_stream(events: tuple[StreamEvent, ...]) -> None:
    with pytest.raises(BrokenStream):
        folded(*events)


def test_a_failure_may_come_while_other_answers_grow() -> None:
    reply = folded(START, Beside(1, TextOpened(0)), Beside(1, TextDelta(0, "b")), CUT)

    assert reply.failure == CUT.failure
    assert [each.text for each in reply.others] == ["b"]
