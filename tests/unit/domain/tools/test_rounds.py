from dataclasses import replace

import pytest

from domain.errors import Invalid
from domain.llm.prompt import RedactedThinking, Text, Thinking, ToolCall, ToolResult, Turn
from domain.tools.rounds import finished_steps, last_round, round_request, turns_of
from domain.tools.run import DENIED, ToolRun, digest_of
from domain.tools.tool import OUTPUT_LENGTH_MAX, ToolOutput, ToolSpec


def a_run(id: str = "a", *, round: int = 1) -> ToolRun:
    return ToolRun(
        id=id,
        name="sum",
        title="Sum",
        arguments="{}",
        round=round,
        state="done",
        output=f"is {id}",
        signature="seal",
    )


def the_call(id: str) -> ToolCall:
    return ToolCall(id=id, name="sum", arguments="{}", signature="seal")


def the_result(id: str) -> ToolResult:
    return ToolResult(call_id=id, content=(Text(text=f"is {id}"),))


PARTS = (
    Thinking(text="hm", signature="s"),
    Text(text="Let me see."),
    a_run("a"),
    a_run("b"),
    a_run("c", round=2),
    Text(text=""),
    RedactedThinking(data="x"),
    ToolCall(id="never ran", name="sum", arguments=""),
    Text(text="It is."),
)


def test_calls_of_a_round_and_their_results_are_two_turns() -> None:
    assert list(turns_of(PARTS, thoughts=False)) == [
        Turn(role="assistant", parts=(Text(text="Let me see."), the_call("a"), the_call("b"))),
        Turn(role="user", parts=(the_result("a"), the_result("b"))),
        Turn(role="assistant", parts=(the_call("c"),)),
        Turn(role="user", parts=(the_result("c"),)),
        Turn(role="assistant", parts=(Text(text="It is."),)),
    ]


def test_the_model_that_thought_it_is_given_its_thoughts_again() -> None:
    turns = list(turns_of(PARTS, thoughts=True))

    assert turns[0].parts[0] == PARTS[0]
    assert turns[-1].parts == (RedactedThinking(data="x"), Text(text="It is."))


def test_nothing_is_no_turn() -> None:
    assert list(turns_of((), thoughts=True)) == []
    assert last_round(()) == 0
    assert finished_steps((Text(text="a"),)) == ()


def test_steps_end_with_their_tools() -> None:
    assert finished_steps(PARTS) == PARTS[:5]
    assert last_round(PARTS) == 2


def test_a_round_is_booked_under_a_name_of_its_own() -> None:
    assert [round_request("g", n) for n in (1, 2)] == ["g", "g-2"]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("asking", "Nobody has agreed"),
        ("running", "not known"),
        ("cancelled", "stopped the answer"),
        ("done", "(no output)"),
    ],
)
def test_a_run_without_an_output_has_words_for_the_model(state: str, words: str) -> None:
    run = ToolRun(
        id="a",
        name="sum",
        title="Sum",
        arguments="{}",
        round=1,
        state=state,  # type: ignore[arg-type]  # of the states above
    )

    (part,) = run.result().content
    assert isinstance(part, Text)
    assert words in part.text
    assert run.result().is_error == (state != "done")


def test_an_agreement_is_to_one_call_alone() -> None:
    digests = [digest_of("a", "b"), digest_of("ab", ""), digest_of("a", "b "), a_run().digest]

    assert len(set(digests)) == 4
    assert a_run("other").digest == a_run().digest


def test_a_decision_lets_a_run_begin_or_ends_it() -> None:
    asking = replace(a_run(), state="asking", output="")

    assert asking.decided(allowed=True) == replace(asking, state="running", allowed=True)
    denied = asking.decided(allowed=False)
    assert (denied.state, denied.output, denied.has_ended) == ("denied", DENIED, True)
    assert asking.cut_off().state == "cancelled"
    assert denied.cut_off() == denied


def test_a_long_output_is_cut_and_says_so() -> None:
    ended = a_run().ended(ToolOutput(text="x" * (OUTPUT_LENGTH_MAX + 5)), lasted_ms=3)

    assert ended.output.endswith("\n[5 more characters were cut off]")
    assert (ended.state, ended.lasted_ms) == ("done", 3)
    assert a_run().ended(ToolOutput(text="no", is_error=True), lasted_ms=3).state == "failed"


@pytest.mark.parametrize("name", ["", "1a", "a b", "a" * 65, "ä"])
def test_a_tool_has_a_name_that_every_model_takes(name: str) -> None:
    with pytest.raises(Invalid, match="is no name for a tool"):
        ToolSpec(name=name, title="", description="", parameters={})
