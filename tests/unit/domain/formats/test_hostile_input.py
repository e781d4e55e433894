"""Whatever comes in: what goes out is legal, or is refused in its own words (P3, P18, P20, F2)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.formats.sse import frame
from domain.json import Json, write
from domain.llm.capability_table import capabilities_of
from domain.llm.events import Failed, Finished, StreamEvent
from domain.llm.prompt import (
    AnswerFormat,
    Prompt,
    Reasoning,
    Text,
    Tool,
    ToolChoice,
    Turn,
    UnknownPart,
)
from tests.unit.domain.formats.lanes import (
    KINDS,
    LANES,
    SOURCES,
    answered,
    asked,
    folded,
    heard,
    sent,
    told,
    whole,
)
from tests.unit.domain.formats.mutations import mutated
from tests.unit.domain.formats.validators import (
    STREAMS,
    assert_anthropic_takes,
    assert_gemini_takes,
    assert_openai_takes,
    assert_responses_takes,
)

pytestmark = pytest.mark.exhaustive


def assert_taken(target: str, prompt: Prompt, model: str) -> None:
    """Its target takes the prompt as it is written, unless it cannot be written at all."""
    try:
        body = sent(target, prompt, model).body
    except Invalid:
        return
    capabilities = capabilities_of(model, KINDS[target])
    match target:
        case "messages":
            assert_anthropic_takes(body, capabilities)
        case "gemini":
            assert_gemini_takes(body, capabilities, sealed=model.startswith("gemini-3"))
        case "responses":
            assert_responses_takes(body, capabilities)
        case _:
            assert_openai_takes(body, capabilities, compatible=target == "compatible")


@pytest.mark.parametrize("source", SOURCES)
@given(data=st.data())
def test_every_target_takes_what_could_be_read_of_a_broken_request(
    source: str, data: st.DataObject
) -> None:
    body = data.draw(mutated("requests", source))
    assert isinstance(body, Mapping)
    try:
        prompt, _ = asked(source, body)
    except Invalid:
        return

    for target, model in LANES:
        assert_taken(target, of_known_kinds(prompt), model)


def of_known_kinds(prompt: Prompt) -> Prompt:
    """Without parts of kinds that we do not know: those go to their own vendor as they came."""
    turns = (
        replace(turn, parts=tuple(p for p in turn.parts if not isinstance(p, UnknownPart)))
        for turn in prompt.turns
    )
    return replace(prompt, turns=tuple(turns))


@pytest.mark.parametrize("source", SOURCES)
@given(data=st.data())
def test_every_client_can_read_what_a_broken_stream_came_to(
    source: str, data: st.DataObject
) -> None:
    chunks = data.draw(mutated("streams", source))
    sent = wire(chunks)
    cut = data.draw(st.integers(0, len(sent)))

    for come in (sent, sent[:cut]):
        events = list(heard(source, come[: len(come) // 2], come[len(come) // 2 :]))

        assert_one_end(events)
        for target, check in STREAMS.items():
            check(told(target, iter(events)))


@pytest.mark.parametrize("source", SOURCES)
@given(data=st.data())
def test_every_client_can_read_what_a_broken_answer_came_to(
    source: str, data: st.DataObject
) -> None:
    body = data.draw(mutated("replies", source))
    assert isinstance(body, Mapping)
    try:
        events = list(answered(source, body))
    except Invalid:
        return

    assert_one_end(events)
    for target, check in STREAMS.items():
        check(told(target, iter(events)))
        write(whole(target, folded(iter(events)))).encode()


@pytest.mark.parametrize("source", SOURCES)
@given(st.lists(st.binary(max_size=60) | st.sampled_from((b"data: {", b'"a":', b"}\n\n", b"\r"))))
def test_any_bytes_end_in_a_stream_that_every_client_can_read(
    source: str, chunks: list[bytes]
) -> None:
    events = list(heard(source, *chunks))

    assert_one_end(events)
    for target, check in STREAMS.items():
        check(told(target, iter(events)))


def wire(chunks: Json) -> bytes:
    """Events as they come over the wire; an object is one body, and a text is sent as it is."""
    if not isinstance(chunks, list):
        return json.dumps(chunks).encode()
    return b"".join(frame(each if isinstance(each, str) else json.dumps(each)) for each in chunks)


def assert_one_end(events: Sequence[StreamEvent]) -> None:
    ends = [event for event in events if isinstance(event, Finished | Failed)]
    assert ends == [events[-1]]
    folded(iter(events))


_GIVEN: dict[str, Prompt] = {
    "temperature": Prompt(turns=(), temperature=0.5),
    "top_p": Prompt(turns=(), top_p=0.5),
    "top_k": Prompt(turns=(), top_k=5),
    "stop": Prompt(turns=(), stop=("x",)),
    "seed": Prompt(turns=(), seed=1),
    "presence_penalty": Prompt(turns=(), presence_penalty=0.5),
    "frequency_penalty": Prompt(turns=(), frequency_penalty=0.5),
    "logprobs": Prompt(turns=(), logprobs=2),
    "max_output_tokens": Prompt(turns=(), max_output_tokens=999_999),
    "reasoning": Prompt(turns=(), reasoning=Reasoning(effort="high")),
    "answer_format": Prompt(turns=(), answer_format=AnswerFormat(kind="json")),
    "verbosity": Prompt(turns=(), verbosity="low"),
    "user": Prompt(turns=(), user="u"),
    "service_tier": Prompt(turns=(), service_tier="flex"),
    "cache_key": Prompt(turns=(), cache_key="k"),
    "metadata": Prompt(turns=(), metadata={"a": "b"}),
    "parallel_tool_calls": Prompt(turns=(), parallel_tool_calls=False),
    "tool_choice": Prompt(turns=(), tool_choice=ToolChoice(mode="required")),
}


@pytest.mark.parametrize("field", _GIVEN)
@pytest.mark.parametrize(("target", "model"), LANES)
def test_whatever_is_asked_is_told_or_reported_as_dropped(
    target: str, model: str, field: str
) -> None:
    """P24."""
    said = Turn(role="user", parts=(Text(text="q"),))
    asking = replace(_GIVEN[field], turns=(said,), tools=(Tool(name="f"),))
    bare = sent(target, Prompt(turns=(said,), tools=(Tool(name="f"),)), model)

    found = sent(target, asking, model)

    assert found.body != bare.body or found.dropped
    assert {each.path for each in found.dropped}.isdisjoint(
        set(found.body) - {"tool_choice", "service_tier"}
    )
