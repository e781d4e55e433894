import pytest

from domain.errors import Invalid
from domain.json import JsonObject
from domain.tools.arguments import LENGTH_MAX, arguments_of

SCHEMA: JsonObject = {
    "type": "object",
    "properties": {
        "city": {"type": "string"},
        "days": {"type": ["integer", "null"]},
        "unit": {"enum": ["c", "f"]},
        "any": True,
    },
    "required": ["city"],
    "additionalProperties": False,
}


def test_what_fits_is_read() -> None:
    text = ' {"city": "Zürich", "days": null, "unit": "c", "any": [1]} '

    assert arguments_of(text, SCHEMA) == {"city": "Zürich", "days": None, "unit": "c", "any": [1]}


def test_no_arguments_are_an_empty_object() -> None:
    assert arguments_of("", {"type": "object"}) == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nonsense", "not valid JSON"),
        ("[]", "have to be a JSON object"),
        ("{}", "city: is missing"),
        ('{"city": 1}', "city: has to be of type string"),
        ('{"city": "a", "days": true}', "days: has to be of type integer or null"),
        ('{"city": "a", "unit": "k"}', "unit: has to be one of c, f"),
        ('{"city": "a", "x": 1}', "x: is not known; known are city, days, unit, any"),
        (f'"{"x" * LENGTH_MAX}"', "more than 100,000 characters"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_to_mend(text: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        arguments_of(text, SCHEMA)
