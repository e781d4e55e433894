from collections.abc import Sequence

import pytest

from domain.formats.linear import Linear
from domain.llm.events import (
    ArgumentsDelta,
    BlockClosed,
    Finished,
    RedactedThinkingOpened,
    SignatureDelta,
    StreamEvent,
    TextDelta,
    TextOpened,
    ThinkingOpened,
    ToolCallOpened,
)

END = Finished(reason="end")
A, B = ToolCallOpened(0, "a", "f"), ToolCallOpened(1, "b", "g")
FREE = ToolCallOpened(0, "a", "p", custom=True)


def put_in_order(events: Sequence[StreamEvent]) -> list[StreamEvent]:
    linear = Linear()
    return [told for event in events for told in linear.feed(event)]


CASES: dict[str, tuple[Sequence[StreamEvent], Sequence[StreamEvent]]] = {
    "a block in which nothing was said": ((TextOpened(0), BlockClosed(0), END), (END,)),
    "an empty piece": (
        (TextOpened(0), TextDelta(0, ""), BlockClosed(0), ThinkingOpened(1), BlockClosed(1), END),
        (END,),
    ),
    "a seal without words": (
        (ThinkingOpened(0), SignatureDelta(0, "S"), BlockClosed(0)),
        (ThinkingOpened(0), SignatureDelta(0, "S"), BlockClosed(0)),
    ),
    "a call that is whole makes room": (
        (A, ArgumentsDelta(0, "{}"), B),
        (A, ArgumentsDelta(0, "{}"), BlockClosed(0), B),
    ),
    "white space behind a whole call": (
        (A, ArgumentsDelta(0, "{}"), B, ArgumentsDelta(0, " "), BlockClosed(0)),
        (A, ArgumentsDelta(0, "{}"), BlockClosed(0), B),
    ),
    "a call that is not whole is waited for": (
        (A, ArgumentsDelta(0, "{"), B, ArgumentsDelta(1, "{}"), ArgumentsDelta(0, "}"), END),
        (
            A,
            ArgumentsDelta(0, "{"),
            ArgumentsDelta(0, "}"),
            BlockClosed(0),
            B,
            ArgumentsDelta(1, "{}"),
            BlockClosed(1),
            END,
        ),
    ),
    "a value that is no object is not whole": (
        (A, ArgumentsDelta(0, "1"), B, BlockClosed(0)),
        (A, ArgumentsDelta(0, "1"), BlockClosed(0), B),
    ),
    "free text is never whole by itself": (
        (FREE, ArgumentsDelta(0, "{}"), B, BlockClosed(1), BlockClosed(0)),
        (FREE, ArgumentsDelta(0, "{}"), BlockClosed(0), B, BlockClosed(1)),
    ),
    "what waits behind one that waits": (
        (
            A,
            B,
            RedactedThinkingOpened(2, "D"),
            BlockClosed(2),
            BlockClosed(0),
            ArgumentsDelta(1, "{"),
            BlockClosed(1),
        ),
        (
            A,
            BlockClosed(0),
            B,
            ArgumentsDelta(1, "{"),
            BlockClosed(1),
            RedactedThinkingOpened(2, "D"),
            BlockClosed(2),
        ),
    ),
    "text that goes on beside a call is a block of its own": (
        (
            TextOpened(0),
            TextDelta(0, "a"),
            ToolCallOpened(1, "a", "f"),
            TextDelta(0, "b"),
            ArgumentsDelta(1, "{}"),
            BlockClosed(1),
            BlockClosed(0),
        ),
        (
            TextOpened(0),
            TextDelta(0, "a"),
            BlockClosed(0),
            ToolCallOpened(1, "a", "f"),
            ArgumentsDelta(1, "{}"),
            BlockClosed(1),
            TextOpened(2),
            TextDelta(2, "b"),
            BlockClosed(2),
        ),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_blocks_are_put_one_after_another(case: str) -> None:
    given, expected = CASES[case]

    assert put_in_order(given) == list(expected)
