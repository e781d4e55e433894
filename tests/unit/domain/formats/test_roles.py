"""Parts in turns of any role, as clients are known to send them (conversion A0.4, A2, A3)."""

import pytest

from domain.errors import Invalid
from domain.json import Json, JsonObject
from tests.unit.domain.formats.lanes import LANES, asked, sent
from tests.unit.domain.formats.test_hostile_input import assert_taken

PIXEL = "data:image/png;base64,iVBORw0KGgo="
PARTS: dict[str, JsonObject] = {
    "call": {"type": "tool_use", "id": "a", "name": "f", "input": {}},
    "result": {"type": "tool_result", "tool_use_id": "a", "content": "r"},
    "thinking": {"type": "thinking", "thinking": "x", "signature": "S"},
    "redacted": {"type": "redacted_thinking", "data": "D"},
    "picture": {"type": "image_url", "image_url": {"url": PIXEL}},
    "file": {"type": "file", "file": {"file_data": "data:application/pdf;base64,AAAA"}},
    "sound": {"type": "input_audio", "input_audio": {"data": "AA==", "format": "wav"}},
    "refusal": {"type": "refusal", "refusal": "no"},
}
ASKED: Json = {"role": "user", "content": "q"}


def said(role: str, part: str) -> JsonObject:
    text: Json = {"type": "text", "text": "t"}
    return {"role": role, "content": [text, PARTS[part]]}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("role", ["user", "assistant", "system", "developer"])
@pytest.mark.parametrize("source", ["chat", "responses", "messages"])
def test_every_target_takes_what_any_role_said(source: str, role: str, part: str) -> None:
    turns: Json = [ASKED, said(role, part), ASKED]
    key = "input" if source == "responses" else "messages"
    try:
        prompt, _ = asked(source, {"model": "m", "max_tokens": 5, key: turns})
    except Invalid:
        return

    for target, model in LANES:
        assert_taken(target, prompt, model)


@pytest.mark.parametrize("target", ["chat", "messages", "responses", "gemini"])
@pytest.mark.parametrize(
    ("role", "part"), [("user", "call"), ("user", "thinking"), ("assistant", "result")]
)
def test_what_stands_in_a_turn_of_another_role_is_told_to_be_dropped(
    target: str, role: str, part: str
) -> None:
    prompt, _ = asked("chat", {"model": "m", "messages": [ASKED, said(role, part), ASKED]})

    assert "messages[1].content[1]" in {each.path for each in sent(target, prompt).dropped}


def test_a_choice_of_no_tool_is_refused() -> None:
    choice: JsonObject = {"type": "function", "function": {"name": ""}}

    with pytest.raises(Invalid, match="name: is empty"):
        asked("chat", {"model": "m", "messages": [ASKED], "tool_choice": choice})
