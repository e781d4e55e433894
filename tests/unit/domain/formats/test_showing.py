import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.formats.seals import is_foreign
from domain.formats.showing import Manner, Showing, without_shown
from domain.llm.events import (
    Beside,
    BlockClosed,
    Failed,
    Failure,
    Finished,
    Sent,
    SignatureDelta,
    Started,
    StreamEvent,
    TextDelta,
    TextOpened,
    ThinkingOpened,
)
from domain.llm.prompt import Prompt, RedactedThinking, Text, Thinking, Turn
from domain.llm.reply import Reply, ReplyFold, ReplyPart
from domain.llm.usage import Usage
from tests.unit.domain.formats import strategies as some

MANNERS: tuple[Manner, ...] = ("think_tags", "off", "own_seals")
OURS = "relay:google-gemini-v1:S"


def shown(manner: Manner, *events: StreamEvent) -> Reply:
    """As it is folded, which nothing illegal can be."""
    showing, fold = Showing(manner), ReplyFold()
    for event in events:
        for each in showing.feed(event):
            fold.feed(each)
    return fold.reply()


def expected(manner: Manner, part: ReplyPart) -> ReplyPart | None:
    match part:
        case Thinking(text=text) if manner == "think_tags":
            return Text(text=f"<think>{text}</think>\n\n") if text else None
        case Thinking(signature=seal) if manner == "own_seals":
            return part if seal and not is_foreign(seal) else None
        case RedactedThinking(data=data) if manner == "own_seals":
            return None if is_foreign(data) or not data else part
        case Thinking() | RedactedThinking():
            return None
        case _:
            return part


@pytest.mark.parametrize("manner", MANNERS)
@given(parts=some.replies)
def test_all_but_what_was_reasoned_is_as_it_was(manner: Manner, parts: list[ReplyPart]) -> None:
    events = [*some.events_of(parts, Usage(output=1))]
    usual = ReplyFold()
    for event in events:
        usual.feed(event)
    whole = usual.reply()

    found = shown(manner, *events)

    wanted = (expected(manner, part) for part in whole.parts)
    assert found.parts == tuple(part for part in wanted if part is not None)
    assert (found.usage, found.finished) == (whole.usage, whole.finished)


@pytest.mark.parametrize(
    ("part", "own"),
    [
        (Thinking(text="t", signature="S"), True),
        (Thinking(text="t", signature=OURS), False),
        (Thinking(text="t"), False),
        (RedactedThinking(data="D"), True),
        (RedactedThinking(data=OURS), False),
    ],
)
def test_anthropic_s_own_reasoning_stays_and_no_other(part: ReplyPart, own: bool) -> None:
    found = shown("own_seals", *some.events_of([part, Text(text="a")], Usage()))

    assert found.parts == ((part, Text(text="a")) if own else (Text(text="a"),))


def test_thoughts_are_shown_as_they_come() -> None:
    showing = Showing("think_tags")

    told = [
        each
        for event in (ThinkingOpened(0), TextDelta(0, "so"), TextDelta(0, ""), BlockClosed(0))
        for each in showing.feed(event)
    ]

    assert told == [
        TextOpened(0),
        TextDelta(0, "<think>"),
        TextDelta(0, "so"),
        TextDelta(0, "</think>\n\n"),
        BlockClosed(0),
    ]


@pytest.mark.parametrize("manner", MANNERS)
def test_blocks_that_overlap_keep_what_is_theirs(manner: Manner) -> None:
    found = shown(
        manner,
        Sent(),
        Started(id="", model=""),
        ThinkingOpened(0),
        TextOpened(1),
        TextDelta(0, "t"),
        TextDelta(1, "a"),
        SignatureDelta(0, "S"),
        BlockClosed(1),
        BlockClosed(0),
        Finished(reason="end"),
    )

    thought = expected(manner, Thinking(text="t", signature="S"))
    assert set(found.parts) == {Text(text="a"), *([thought] if thought else [])}


@pytest.mark.parametrize("manner", MANNERS)
def test_each_of_several_answers_is_shown_by_itself(manner: Manner) -> None:
    found = shown(
        manner,
        Started(id="", model=""),
        Beside(1, ThinkingOpened(0)),
        ThinkingOpened(0),
        Beside(1, TextDelta(0, "other")),
        TextDelta(0, "t"),
        Beside(1, BlockClosed(0)),
        BlockClosed(0),
        Beside(1, Finished(reason="end")),
        Finished(reason="end"),
    )

    first, other = expected(manner, Thinking(text="t")), expected(manner, Thinking(text="other"))
    assert found.parts == ((first,) if first else ())
    assert found.others[0].parts == ((other,) if other else ())


@pytest.mark.parametrize("manner", MANNERS)
def test_a_failure_in_the_midst_of_thinking_is_told(manner: Manner) -> None:
    failure = Failure(kind="cut", message="m")

    found = shown(
        manner, Started(id="", model=""), ThinkingOpened(0), TextDelta(0, "t"), Failed(failure)
    )

    assert found.failure == failure


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("<think>so</think>\n\nanswer", ("answer",)),
        ("\n<think>a\nb</think>answer", ("answer",)),
        ("<think></think>", ()),
        ("answer <think>so</think>", ("answer <think>so</think>",)),
        ("<think>never closed", ("<think>never closed",)),
        ("<think>a</think><think>b</think>c", ("<think>b</think>c",)),
        ("answer", ("answer",)),
        ("", ()),
    ],
)
def test_what_was_shown_is_no_part_of_the_history(said: str, left: tuple[str, ...]) -> None:
    asked = Turn(role="user", parts=(Text(text="<think>q</think>mine"),))
    prompt = Prompt(turns=(asked, Turn(role="assistant", parts=(Text(text=said),))))

    found = without_shown(prompt)

    assert found.turns[0] == asked
    assert tuple(part.text for part in found.turns[1].parts if isinstance(part, Text)) == left


def test_only_the_beginning_of_a_turn_can_have_been_shown() -> None:
    parts = (Text(text="a"), Text(text="<think>b</think>c"))
    prompt = Prompt(turns=(Turn(role="assistant", parts=parts),))

    assert without_shown(prompt) is prompt


@given(said=st.text(max_size=30))
def test_what_is_shown_between_tags_is_taken_out_again(said: str) -> None:
    thought = said.replace("</think>", "")
    turn = Turn(role="assistant", parts=(Text(text=f"<think>{thought}</think>\n\nanswer"),))

    (found,) = without_shown(Prompt(turns=(turn,))).turns

    assert found.parts == (Text(text="answer"),)
