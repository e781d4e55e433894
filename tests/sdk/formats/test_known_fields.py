"""The fields that our validators let through are fields of the vendors' own SDKs (P18)."""

from collections.abc import Mapping
from typing import Any

import pytest
from anthropic.types.message_create_params import MessageCreateParamsBase
from google.genai import types
from openai.types.chat.completion_create_params import CompletionCreateParamsBase
from openai.types.responses.response_create_params import ResponseCreateParamsBase

from tests.unit.domain.formats.validators import anthropic, chat, gemini, responses

_SAMPLING = {"temperature", "top_p", "top_k"}


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (anthropic.FIELDS, MessageCreateParamsBase.__annotations__),
        (chat.FIELDS, CompletionCreateParamsBase.__annotations__),
        (responses.FIELDS, ResponseCreateParamsBase.__annotations__),
    ],
    ids=["messages", "chat", "responses"],
)
def test_every_field_of_ours_is_one_of_the_vendor_s(
    ours: frozenset[str], theirs: Mapping[str, Any]
) -> None:
    """The newest models of Anthropic take no sampling, and its SDK has no words for it any more."""
    assert ours - {"stream"} - _SAMPLING <= set(theirs)


def test_every_field_of_ours_is_one_of_google_s() -> None:
    assert _names(types.GenerationConfig) >= gemini.CONFIG
    assert _names(types.Part) >= gemini.PARTS | gemini.BESIDE


def _names(model: type[Any]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}
