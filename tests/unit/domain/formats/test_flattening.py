import pytest

from domain.errors import Invalid
from domain.formats.parts_reading import flattened
from domain.json import JsonObject
from domain.llm.prompt import UnknownPart


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"type": "x"}, ""),
        ({"text": "c", "title": "a", "context": "b"}, "a\nb\nc"),
        ({"text": 1, "title": "", "context": None}, ""),
        ({"content": "a"}, "a"),
        ({"content": [{"text": "a"}, {"text": ""}, "no part", {"text": 2}, {"text": "b"}]}, "a\nb"),
        ({"source": {"content": "inner"}, "content": "outer", "title": "t"}, "t\ninner\nouter"),
        ({"source": "elsewhere", "content": {"text": "no list"}}, ""),
    ],
)
def test_all_that_can_be_read_in_an_unknown_part_is_kept(value: JsonObject, text: str) -> None:
    assert flattened(UnknownPart(format="anthropic_messages", value=value)) == text


def test_a_part_without_which_the_rest_means_something_else_is_refused() -> None:
    part = UnknownPart(
        format="openai_responses", value={"type": "compaction", "text": "a"}, essential=True
    )

    with pytest.raises(Invalid, match="a part of type 'compaction' cannot be sent"):
        flattened(part)
