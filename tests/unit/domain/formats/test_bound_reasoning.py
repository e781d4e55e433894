"""Models whose seals hold only after the words they were made after (conversion A7.2, A9)."""

import pytest

from domain.formats.anthropic_messages.request import encode_request
from domain.formats.encoded import EncodedRequest
from domain.json import Json
from domain.llm.capability_table import capabilities_of
from domain.llm.prompt import Effort, Part, Prompt, Reasoning, Text, Thinking, Turn

SEALED = Thinking(text="hm", signature="S")
SAID = Text(text="a")
DROP: Json = {"prefix_mismatch_behavior": "drop_block"}


def encoded(model: str, *said: Part, effort: Effort | None) -> EncodedRequest:
    turns = (
        Turn(role="user", parts=(SAID,)),
        Turn(role="assistant", parts=said),
        Turn(role="user", parts=(SAID,)),
    )
    reasoning = None if effort is None else Reasoning(effort=effort)
    return encode_request(
        Prompt(turns=turns, reasoning=reasoning),
        model=model,
        capabilities=capabilities_of(model, "anthropic"),
        stream=False,
    )


@pytest.mark.parametrize(
    ("model", "effort"),
    [("claude-opus-5-5", None), ("claude-opus-5-5", "high"), ("claude-haiku-5-5", "low")],
)
def test_broken_seals_shall_be_dropped_instead_of_refused(
    model: str, effort: Effort | None
) -> None:
    asked = encoded(model, SEALED, SAID, effort=effort)

    assert asked.body["thinking"] == {"type": "adaptive", "block_binding": DROP}
    assert asked.headers == {"anthropic-beta": "thinking-binding-controls-2026-08-01"}


@pytest.mark.parametrize(
    ("model", "said", "effort"),
    [
        ("claude-opus-5", SEALED, "high"),
        ("claude-opus-5-5", SAID, "high"),
        ("claude-haiku-5-5", SEALED, None),
        ("claude-haiku-5-5", SEALED, "none"),
    ],
    ids=["not bound", "nothing sealed", "no thinking", "thinking off"],
)
def test_nothing_is_said_where_nothing_can_break(
    model: str, said: Part, effort: Effort | None
) -> None:
    asked = encoded(model, said, SAID, effort=effort)

    assert "block_binding" not in str(asked.body)
    assert asked.headers == {}
