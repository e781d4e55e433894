import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.chat.growing_answer import GrowingAnswer, fuller, merged, parts_logged
from application.ports.generation_log import AnswerEnded, LogEntry, PartGrew, ToolCalled
from domain.errors import Invalid
from domain.llm.events import (
    ArgumentsDelta,
    BlockClosed,
    RedactedThinkingOpened,
    RefusalOpened,
    Started,
    StreamEvent,
    TextDelta,
    TextOpened,
    ThinkingOpened,
    ToolCallOpened,
)
from domain.llm.prompt import RedactedThinking, Refusal, Text, Thinking, ToolCall

ANSWER: list[StreamEvent] = [
    Started(id="", model=""),
    RedactedThinkingOpened(0, "sealed"),
    BlockClosed(0),
    ThinkingOpened(1),
    TextDelta(1, "hm"),
    BlockClosed(1),
    TextOpened(2),
    TextDelta(2, ""),
    ToolCallOpened(3, "c", "look"),
    ArgumentsDelta(3, "{}"),
    TextOpened(4),
    TextDelta(4, "yes"),
    BlockClosed(3),
    RefusalOpened(5),
    TextDelta(5, "no"),
    TextDelta(4, "!"),
]


def fed(events: list[StreamEvent]) -> tuple[GrowingAnswer, list[LogEntry]]:
    answer = GrowingAnswer()
    entries = [entry for event in events if (entry := answer.feed(event)) is not None]
    return answer, entries


def test_parts_are_numbered_as_they_show_and_hidden_ones_are_kept() -> None:
    answer, entries = fed(ANSWER)

    assert entries == [
        PartGrew(part=0, type="thinking", text="hm"),
        PartGrew(part=1, type="text", text="yes"),
        ToolCalled(part=2, id="c", name="look", arguments="{}"),
        PartGrew(part=3, type="refusal", text="no"),
        PartGrew(part=1, type="text", text="!"),
    ]
    assert answer.parts() == (
        RedactedThinking(data="sealed"),
        Thinking(text="hm"),
        Text(text="yes!"),
        ToolCall(id="c", name="look", arguments="{}"),
        Refusal(text="no"),
    )


@given(st.integers(1, len(ANSWER)))
def test_wherever_it_is_cut_the_log_holds_the_visible_parts(cut: int) -> None:
    answer, entries = fed(ANSWER[:cut])

    visible = tuple(each for each in answer.parts() if not isinstance(each, RedactedThinking))
    assert parts_logged(entries) == visible
    assert parts_logged([*merged(entries), AnswerEnded()]) == visible


def test_neighbours_of_one_part_become_one_entry() -> None:
    a = PartGrew(part=0, type="text", text="a")
    b = PartGrew(part=1, type="text", text="b")

    assert merged([a, a, b, a]) == [PartGrew(part=0, type="text", text="aa"), b, a]


@pytest.mark.parametrize(
    "entries",
    [
        [PartGrew(part=1, type="text", text="a")],
        [ToolCalled(part=1, id="c", name="n", arguments="")],
        [
            ToolCalled(part=0, id="c", name="n", arguments=""),
            PartGrew(part=0, type="text", text="a"),
        ],
    ],
)
def test_a_log_with_gaps_is_refused(entries: list[LogEntry]) -> None:
    with pytest.raises(Invalid):
        parts_logged(entries)


def test_the_fuller_version_wins_and_the_first_when_equal() -> None:
    short, long = (Text(text="ab"),), (Thinking(text="a"), Refusal(text="bc"))
    call = (ToolCall(id="x", name="abc", arguments="de"),)

    assert fuller(short, long) == fuller(long, short) == long
    assert fuller(short, (Thinking(text="xy"),)) == short
    assert fuller(long, call) == call
