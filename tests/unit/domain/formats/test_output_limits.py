from dataclasses import replace

import pytest

from domain.formats.encoded import Losses, output_limit
from domain.formats.openai_chat.request import OpenAiDialect, decode_request, encode_request
from domain.llm.capabilities import Capabilities

FOUR_AT_MOST = Capabilities(max_output_tokens=4)


@pytest.mark.parametrize(
    ("wanted", "least", "given", "told"),
    [
        (3, 1, 3, []),
        (4, 1, 4, []),
        (5, 1, 4, ["the model gives 4 at most"]),
        (2, 3, 3, ["the model gives 3 at least"]),
        (3, 3, 3, []),
        (5, 6, 6, ["the model gives 4 at most"]),
    ],
)
def test_a_limit_that_had_to_be_another_is_told(
    wanted: int, least: int, given: int, told: list[str]
) -> None:
    losses = Losses(paths={"max_output_tokens": "max_tokens"})

    assert output_limit(wanted, FOUR_AT_MOST, losses, least=least) == given
    assert [each.reason for each in losses.found] == told
    assert {each.path for each in losses.found} <= {"max_tokens"}


def test_a_model_without_a_known_limit_takes_any() -> None:
    losses = Losses()

    assert output_limit(10**9, replace(FOUR_AT_MOST, max_output_tokens=None), losses) == 10**9
    assert not losses.found


@pytest.mark.parametrize("name", ["max_tokens", "max_completion_tokens"])
@pytest.mark.parametrize("dialect", ["openai", "compatible"])
def test_chat_models_tell_it_by_the_client_s_own_name(name: str, dialect: OpenAiDialect) -> None:
    asked = decode_request({"model": "m", "messages": [{"role": "user", "content": "q"}], name: 9})

    found = encode_request(
        asked.prompt, model="m", capabilities=FOUR_AT_MOST, stream=False, dialect=dialect
    )

    there = "max_completion_tokens" if dialect == "openai" else "max_tokens"
    assert found.body[there] == 4
    assert [each.path for each in found.dropped] == [name]
