"""Pictures that models make, in answers of every format (conversion B2)."""

import pytest

from domain.json import Json, JsonObject
from domain.llm.prompt import Image, InlineData, Text
from domain.llm.reply import ReplyPart
from domain.llm.usage import Usage
from tests.unit.domain.formats import strategies as some
from tests.unit.domain.formats.lanes import answered, folded, heard, told, whole

DOT = InlineData(media_type="image/png", base64="iVBORw0KGgo=")
SHOWN = "![image](data:image/png;base64,iVBORw0KGgo=)"
BESIDE: Json = [
    {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}},
    {"type": "image_url", "image_url": {"url": "https://e.x/a.png"}},
]
PARTS: list[ReplyPart] = [Text(text="a"), Image(source=DOT), Text(text="b")]


def streamed(format: str) -> tuple[ReplyPart, ...]:
    return folded(heard(format, told(format, some.events_of(PARTS, Usage())))).parts


def at_once(format: str) -> tuple[ReplyPart, ...]:
    reply = folded(some.events_of(PARTS, Usage()))
    return folded(answered(format, whole(format, reply))).parts


def test_google_s_clients_get_them_as_they_are() -> None:
    assert streamed("gemini") == at_once("gemini") == tuple(PARTS)


@pytest.mark.parametrize("format", ["chat", "responses"])
def test_openai_s_clients_get_them_as_markdown(format: str) -> None:
    for parts in (streamed(format), at_once(format)):
        texts = [part.text for part in parts if isinstance(part, Text)]
        assert "".join(texts) == f"a{SHOWN}b"
        assert len(texts) == len(parts)


def test_anthropic_s_clients_get_none() -> None:
    assert streamed("messages") == at_once("messages") == (Text(text="a"), Text(text="b"))


def test_pictures_that_servers_show_beside_the_words_are_read() -> None:
    message: JsonObject = {"role": "assistant", "content": "a", "images": BESIDE}

    reply = folded(answered("chat", {"choices": [{"message": message, "finish_reason": "stop"}]}))

    assert reply.parts == (Text(text="a"), Image(source=DOT))
