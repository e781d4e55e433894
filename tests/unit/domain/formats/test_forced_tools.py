"""A vendor's own tool that must be called, asked of another (conversion A4.5)."""

import pytest

from domain.errors import Invalid
from domain.json import JsonObject
from tests.unit.domain.formats.lanes import asked, sent

OF_RESPONSES: JsonObject = {"type": "code_interpreter"}
OF_ANTHROPIC: JsonObject = {"type": "web_search_20250305", "name": "web_search"}
FLAT: JsonObject = {"type": "function", "name": "f", "parameters": {"type": "object"}}
IN_MESSAGES: JsonObject = {"name": "f", "input_schema": {"type": "object"}}


def of_responses(*tools: JsonObject, choice: str | JsonObject) -> JsonObject:
    return {"model": "m", "input": "q", "tools": [*tools], "tool_choice": choice}


def of_messages(*tools: JsonObject, choice: JsonObject) -> JsonObject:
    return {
        "model": "m",
        "max_tokens": 99,
        "messages": [{"role": "user", "content": "q"}],
        "tools": [*tools],
        "tool_choice": choice,
    }


NAMED: JsonObject = {"type": "tool", "name": "web_search"}
REFUSED = {
    "the only one": ("responses", of_responses(OF_RESPONSES, choice=OF_RESPONSES)),
    "one of two": ("responses", of_responses(OF_RESPONSES, FLAT, choice=OF_RESPONSES)),
    "any of none that is left": ("responses", of_responses(OF_RESPONSES, choice="required")),
    "by its name": ("messages", of_messages(OF_ANTHROPIC, choice=NAMED)),
    "by its name, of two": ("messages", of_messages(OF_ANTHROPIC, IN_MESSAGES, choice=NAMED)),
    "any of Anthropic's": ("messages", of_messages(OF_ANTHROPIC, choice={"type": "any"})),
}
OTHERS = {
    "responses": ("chat", "messages", "gemini"),
    "messages": ("chat", "responses", "gemini"),
}


@pytest.mark.parametrize(
    ("case", "target"), [(case, each) for case in REFUSED for each in OTHERS[REFUSED[case][0]]]
)
def test_what_must_be_called_and_is_not_there_is_refused(case: str, target: str) -> None:
    source, body = REFUSED[case]
    prompt, _ = asked(source, body)

    with pytest.raises(Invalid, match="tool_choice: this tool runs at its own vendor only"):
        sent(target, prompt)


@pytest.mark.parametrize("target", OTHERS["responses"])
@pytest.mark.parametrize("choice", ["auto", "none", "required"])
def test_what_is_left_may_be_called(target: str, choice: str) -> None:
    prompt, _ = asked("responses", of_responses(OF_RESPONSES, FLAT, choice=choice))

    assert "tools" in sent(target, prompt).body


@pytest.mark.parametrize("target", OTHERS["responses"])
@pytest.mark.parametrize("choice", ["auto", "none"])
def test_what_need_not_be_called_is_left_out(target: str, choice: str) -> None:
    prompt, _ = asked("responses", of_responses(OF_RESPONSES, choice=choice))

    assert not {"tools", "tool_choice", "toolConfig"} & sent(target, prompt).body.keys()


def test_a_name_that_is_no_text_is_no_name() -> None:
    odd: JsonObject = {"type": "web_search_20250305", "name": {"no": "text"}}
    prompt, _ = asked(
        "messages", of_messages(odd, IN_MESSAGES, choice={"type": "tool", "name": "f"})
    )

    assert "tools" in sent("chat", prompt).body


def test_a_vendor_s_own_tool_is_called_at_the_vendor() -> None:
    prompt, _ = asked("responses", of_responses(OF_RESPONSES, choice=OF_RESPONSES))
    told = sent("responses", prompt).body

    assert (told["tools"], told["tool_choice"]) == ([OF_RESPONSES], OF_RESPONSES)


def test_anthropic_s_own_tool_is_called_by_its_name() -> None:
    prompt, _ = asked("messages", of_messages(OF_ANTHROPIC, choice=NAMED))
    told = sent("messages", prompt).body

    assert (told["tools"], told["tool_choice"]) == ([OF_ANTHROPIC], NAMED)
