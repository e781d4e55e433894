"""What holds for requests of every format on the way to every other (conversion F1)."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import DomainError
from domain.formats.arguments import arguments_object
from domain.formats.pairing import paired
from domain.formats.tool_words import tool_id
from domain.json import Json, JsonObject, read, write
from domain.llm.prompt import Part, Prompt, Text, Tool, ToolCall, ToolChoice, ToolResult, Turn
from tests.unit.domain.formats import strategies as some
from tests.unit.domain.formats.digest import digest
from tests.unit.domain.formats.lanes import SOURCES, TARGETS, asked, sent
from tests.unit.domain.formats.mutations import mutated

ASKED = Turn(role="user", parts=(Text(text="q"),))
MODES: tuple[Literal["auto", "none", "required"], ...] = ("auto", "none", "required")
WIDE = st.dictionaries(
    st.sampled_from("baé"), st.integers() | st.floats(-1e9, 1e9) | some.text, max_size=3
).map(write)


@st.composite
def histories(draw: st.DrawFn, arguments: st.SearchStrategy[str] = WIDE) -> tuple[Turn, ...]:
    """What every format has words for: texts, calls of functions, their results in text."""
    turns = [ASKED]
    for number in range(draw(st.integers(0, 3))):
        calls = [
            ToolCall(id=f"c{number}{place}", name=draw(st.sampled_from("fg")), arguments=each)
            for place, each in enumerate(draw(st.lists(arguments, max_size=2)))
        ]
        spoken = [Text(text=draw(some.said))] if not calls or draw(st.booleans()) else []
        turns.append(Turn(role="assistant", parts=(*spoken, *calls)))
        results = [ToolResult(call_id=call.id, content=(Text(text="r"),)) for call in calls]
        said = Text(text=draw(some.said))
        turns.append(Turn(role="user", parts=tuple(results) or (said,)))
    return tuple(turns)


@st.composite
def prompts(draw: st.DrawFn) -> Prompt:
    """A history with the settings that every format has."""
    schema: JsonObject = {"type": "object", "properties": {}}
    modes = [ToolChoice(mode=mode) for mode in MODES]
    return Prompt(
        turns=(Turn(role="system", parts=(Text(text="Be brief."),)), *draw(histories())),
        tools=(Tool(name="f", parameters=schema), Tool(name="g", parameters=schema)),
        tool_choice=draw(st.sampled_from((None, *modes, ToolChoice(mode="named", name="g")))),
        max_output_tokens=draw(st.integers(16, 4_000)),
        temperature=draw(st.sampled_from((None, 0.0, 0.5, 1.0))),
    )


def settled(prompt: Prompt) -> Prompt:
    """Ids apart, which not every format has; arguments as objects; tools are strict or not."""
    turns = (replace(turn, parts=tuple(map(_settled, turn.parts))) for turn in prompt.turns)
    merged: list[Turn] = []
    for turn in turns:
        if merged and merged[-1].role == turn.role:
            merged[-1] = replace(turn, parts=(*merged[-1].parts, *turn.parts))
        else:
            merged.append(turn)
    tools = (replace(each, strict=None) for each in prompt.tools if isinstance(each, Tool))
    return replace(prompt, turns=tuple(merged), tools=tuple(tools), parallel_tool_calls=None)


def _settled(part: Part) -> Part:
    match part:
        case ToolCall(arguments=arguments):
            return replace(part, id="", arguments=write(arguments_object(arguments)))
        case ToolResult():
            return replace(part, call_id="")
        case _:
            return part


@pytest.mark.parametrize("format", SOURCES)
@given(prompt=prompts())
def test_what_was_written_is_read_as_it_was_meant(format: str, prompt: Prompt) -> None:
    """P1."""
    body = sent(format, prompt).body

    assert settled(asked(format, body)[0]) == settled(prompt)


@pytest.mark.parametrize("way", SOURCES)
@pytest.mark.parametrize("source", SOURCES)
@given(prompt=prompts())
def test_every_way_there_and_back_changes_nothing(source: str, way: str, prompt: Prompt) -> None:
    """P2."""
    first = asked(source, sent(source, prompt).body)[0]

    there = asked(way, sent(way, first).body)[0]
    back = asked(source, sent(source, there).body)[0]

    assert settled(back) == settled(first)


@pytest.mark.parametrize("target", TARGETS)
@given(prompt=prompts())
def test_tools_and_system_text_do_not_depend_on_later_turns(target: str, prompt: Prompt) -> None:
    """P5, what stands before the messages."""
    start = replace(prompt, turns=prompt.turns[:2])

    whole, part = sent(target, prompt).body, sent(target, start).body

    for key in ("system", "instructions", "systemInstruction", "tools"):
        assert write(whole.get(key)) == write(part.get(key))


@pytest.mark.exhaustive
def test_the_same_request_gives_the_same_bytes_in_every_process() -> None:
    """P6: no order of a set, no hash of the process in it."""
    again = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-m", digest.__module__],
        env={"PYTHONHASHSEED": "7"},
        capture_output=True,
        check=True,
    )

    assert again.stdout.decode().strip() == digest()


@given(ids=st.lists(st.text(max_size=60) | st.sampled_from(("a.b", "a_b", "x" * 90)), unique=True))
def test_ids_stay_different_and_legal(ids: list[str]) -> None:
    """P13."""
    for limit in (40, 64):
        made = [tool_id(each, limit=limit) for each in ids if each]

        assert len(set(made)) == len(made)
        assert all(len(each) <= limit for each in made)


@pytest.mark.parametrize("target", TARGETS)
@given(names=st.lists(some.names | st.text(min_size=1, max_size=4), min_size=1, unique=True))
def test_every_tool_is_called_back_by_its_own_name(target: str, names: list[str]) -> None:
    """P14."""
    tools = tuple(Tool(name=name) for name in names)

    found = sent(target, Prompt(turns=(ASKED,), tools=tools))

    told = list(_names_in(found.body["tools"]))
    assert len(set(told)) == len(names)
    assert [found.words.names.get(name, name) for name in told] == names


def _names_in(value: Json) -> Iterator[str]:
    if isinstance(value, dict):
        name = value.get("name")
        if isinstance(name, str):
            yield name
        for key in ("function", "functionDeclarations"):
            yield from _names_in(value.get(key))
    elif isinstance(value, list):
        for each in value:
            yield from _names_in(each)


@pytest.mark.parametrize("target", TARGETS)
@given(turns=histories())
def test_arguments_keep_their_values_and_their_order(target: str, turns: tuple[Turn, ...]) -> None:
    """P15: whole numbers of any size too."""
    calls = [part for turn in turns for part in turn.parts if isinstance(part, ToolCall)]
    source = "chat" if target == "compatible" else target

    again = asked(source, sent(target, Prompt(turns=turns)).body)[0]

    back = [part for turn in again.turns for part in turn.parts if isinstance(part, ToolCall)]
    assert [write(read(call.arguments)) for call in back] == [
        write(read(call.arguments)) for call in calls
    ]


@pytest.mark.parametrize("target", TARGETS)
@given(turns=some.exchanges())
def test_no_text_is_lost(target: str, turns: Sequence[Turn]) -> None:
    """P16: every character that was said is said."""
    body = sent(target, Prompt(turns=(ASKED, *turns))).body
    said = Counter(
        character
        for turn in turns
        for part in turn.parts
        if isinstance(part, Text)
        for character in part.text
        if not character.isspace()
    )

    told = Counter("".join(_strings(body)))

    assert said <= told


def _strings(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def normalised(format: str, body: JsonObject) -> JsonObject:
    """A body as we would write it: every shape that clients send, in the format's own (A0)."""
    return sent(format, asked(format, body)[0]).body


@pytest.mark.parametrize("format", SOURCES)
@given(data=st.data())
def test_what_was_normalised_is_not_changed_again(format: str, data: st.DataObject) -> None:
    """P4: also of bodies that no vendor would take."""
    body = data.draw(mutated("requests", format))
    if not isinstance(body, dict):
        return
    try:
        once = normalised(format, body)
    except DomainError:
        return

    assert normalised(format, {"model": "m", **once}) == once


@pytest.mark.parametrize("format", SOURCES)
@given(prompt=prompts())
def test_a_body_that_is_as_it_should_be_is_not_changed(format: str, prompt: Prompt) -> None:
    """P4."""
    body = sent(format, prompt).body

    assert normalised(format, body) == body


@given(turns=some.turns)
def test_calls_that_were_paired_stay_as_they_are(turns: list[Turn]) -> None:
    """P4, of the repairs of A3."""
    once = paired(turns)

    assert paired(once) == once
