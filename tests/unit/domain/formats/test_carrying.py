"""Reasoning carried past clients that drop it (conversion A7.2)."""

import pytest
from hypothesis import given

from domain.errors import Invalid
from domain.formats.carried_text import carried_text, carried_turn
from domain.formats.carrying import CarriedTurn, bare_turns, carry_in, carry_out
from domain.llm.events import Finished
from domain.llm.prompt import (
    Part,
    Prompt,
    RedactedThinking,
    Text,
    Thinking,
    Tool,
    ToolCall,
    ToolResult,
    Turn,
)
from domain.llm.reply import Reply, ReplyPart
from tests.unit.domain.formats.strategies import replies

TOOLS = (Tool(name="f"),)
ASKED = Turn(role="user", parts=(Text(text="q"),))
SEALED = Thinking(text="hm\u2028", signature="S+/=")
CALL = ToolCall(id="c1", name="f", arguments='{"a":1}')
END = Finished(reason="tool_use")


def asking(*turns: Turn) -> Prompt:
    return Prompt(turns=(ASKED, *turns), tools=TOOLS)


def replying(*parts: ReplyPart) -> Reply:
    return Reply(parts=parts, finished=END)


def answering(*parts: Part) -> Turn:
    return Turn(role="assistant", parts=parts)


def carried(reply: Reply, bare: Turn, *, model: str = "m") -> tuple[Part, ...]:
    """What becomes of an answer that comes back `bare`, followed by the result of its call."""
    kept = carry_out(asking(), reply, model="m")
    assert kept is not None
    result = Turn(role="user", parts=(ToolResult(call_id="c1"),))
    prompt = asking(bare, result)
    wanted = bare_turns(prompt, plain=False)
    return carry_in(prompt, wanted, dict([kept]), model=model).turns[1].parts


def test_a_call_gets_back_the_thinking_that_led_to_it() -> None:
    assert carried(replying(SEALED, CALL), answering(CALL)) == (SEALED, CALL)


def test_thinking_between_texts_and_calls_goes_where_it_stood() -> None:
    second = ToolCall(id="c2", name="f", arguments="{}")
    between = RedactedThinking(data="D")
    said = Text(text="Let me look.")

    parts = carried(
        replying(SEALED, said, between, CALL, SEALED, second), answering(said, CALL, second)
    )

    assert parts == (SEALED, said, between, CALL, SEALED, second)


def test_the_seal_of_a_call_comes_back_to_it() -> None:
    sealed = ToolCall(id="c1", name="f", arguments='{"a":1}', signature="G")

    assert carried(replying(sealed), answering(CALL)) == (sealed,)


def test_the_seal_of_the_only_text_comes_back_to_it() -> None:
    said = Text(text="a", signature="G")

    assert carried(replying(said, CALL), answering(Text(text="a"), CALL)) == (said, CALL)


def test_words_about_the_reasoning_make_way_for_the_reasoning() -> None:
    told = Thinking(text="hm")

    assert carried(replying(SEALED, CALL), answering(told, CALL)) == (SEALED, CALL)


def test_another_model_gets_nothing_of_it() -> None:
    assert carried(replying(SEALED, CALL), answering(CALL), model="n") == (CALL,)


def test_arguments_may_come_back_in_another_spelling() -> None:
    respelled = ToolCall(id="c1", name="f", arguments='{ "a" : 1 }')

    assert carried(replying(SEALED, CALL), answering(respelled)) == (SEALED, respelled)


@pytest.mark.parametrize(
    "other",
    [
        ToolCall(id="c1", name="f", arguments='{"a":2}'),
        ToolCall(id="c1", name="g", arguments='{"a":1}'),
        ToolCall(id="c2", name="f", arguments='{"a":1}'),
    ],
)
def test_another_call_is_not_taken_for_it(other: ToolCall) -> None:
    assert carried(replying(SEALED, CALL), answering(other)) == (other,)


def test_a_call_that_the_client_left_out_does_not_hinder_the_others() -> None:
    second = ToolCall(id="c2", name="f", arguments="{}")

    assert carried(replying(SEALED, CALL, second), answering(CALL)) == (SEALED, CALL)


def test_a_turn_without_calls_is_known_by_what_was_asked_and_said() -> None:
    said = Text(text="Done.")
    kept = carry_out(asking(), replying(SEALED, said), model="m")
    assert kept is not None
    again = asking(
        answering(said),
        Turn(role="user", parts=(Text(text="r"),)),
        answering(said),
        ASKED,
        answering(CALL),
    )

    wanted = bare_turns(again, plain=False)
    restored = carry_in(again, wanted, dict([kept]), model="m")

    assert restored.turns[1].parts == (SEALED, said)
    assert restored.turns[3].parts == (said,)


@pytest.mark.parametrize(
    ("prompt", "reply"),
    [
        (Prompt(turns=(ASKED,)), replying(SEALED, CALL)),
        (asking(), replying(Text(text="a"), CALL)),
        (asking(), replying(Thinking(text=""), CALL)),
        (asking(), Reply(parts=(SEALED, CALL))),
    ],
    ids=["no tools", "no reasoning", "empty reasoning", "unfinished"],
)
def test_nothing_is_kept_that_nobody_will_miss(prompt: Prompt, reply: Reply) -> None:
    assert carry_out(prompt, reply, model="m") is None


@pytest.mark.parametrize(
    ("turn", "plain", "wanted"),
    [
        (answering(CALL), False, True),
        (answering(SEALED, CALL), False, False),
        (answering(RedactedThinking(data="D"), CALL), False, False),
        (answering(Thinking(text="hm"), CALL), False, True),
        (answering(Thinking(text="hm"), CALL), True, False),
        (answering(ToolCall(id="c", name="f", arguments="", signature="G")), False, False),
        (answering(Text(text="a")), False, False),
    ],
    ids=["bare", "sealed", "redacted", "words", "words do", "sealed call", "no call"],
)
def test_only_histories_with_bare_calls_are_looked_up(
    turn: Turn, plain: bool, wanted: bool
) -> None:
    assert bool(bare_turns(asking(turn), plain=plain)) is wanted


def test_where_nothing_is_known_the_prompt_is_the_same_one() -> None:
    prompt = asking(answering(CALL))

    assert carry_in(prompt, bare_turns(prompt, plain=False), {}, model="m") is prompt


@given(parts=replies)
def test_what_a_client_strips_is_put_back_as_it_was(parts: list[ReplyPart]) -> None:
    reply = replying(*parts, CALL)
    kept = carry_out(asking(), reply, model="m")
    stripped = answering(*(part for part in reply.parts if not isinstance(part, Thinking)))
    prompt = asking(stripped)

    found = {} if kept is None else {kept[0]: carried_turn(carried_text(kept[1]))}
    restored = carry_in(prompt, bare_turns(prompt, plain=False), found, model="m")

    thoughts = [part for part in restored.turns[1].parts if isinstance(part, Thinking)]
    assert thoughts == [part for part in parts if isinstance(part, Thinking)]
    assert [p for p in restored.turns[1].parts if not isinstance(p, Thinking)] == [*stripped.parts]


@pytest.mark.parametrize("text", ["{}", "[]", '["m",["shouted","x"]]', '["m",["called",1,null]]'])
def test_a_text_that_nobody_wrote_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        carried_turn(text)


def test_a_carried_turn_is_the_same_from_its_text() -> None:
    kept = carry_out(asking(), replying(SEALED, Text(text="a", signature="G"), CALL), model="m")
    assert kept is not None
    turn: CarriedTurn = kept[1]

    assert carried_turn(carried_text(turn)) == turn
