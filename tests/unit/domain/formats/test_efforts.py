import pytest

from domain.formats.efforts import EFFORTS, effort_of, fitting, read_effort
from domain.formats.reading import At
from domain.llm.capabilities import Capabilities
from domain.llm.prompt import Effort, Reasoning


@pytest.mark.parametrize("word", EFFORTS)
def test_every_effort_is_read_by_its_word(word: str) -> None:
    assert read_effort(At({"effort": word}), "effort") == word


def test_an_effort_beyond_them_all_is_the_most() -> None:
    assert read_effort(At({"effort": "ultra"}), "effort") == "max"


@pytest.mark.parametrize(
    ("reasoning", "effort"),
    [
        (Reasoning(), "medium"),
        (Reasoning(effort="max", budget_tokens=1), "max"),
        (Reasoning(budget_tokens=2_047), "low"),
        (Reasoning(budget_tokens=2_048), "medium"),
        (Reasoning(budget_tokens=8_191), "medium"),
        (Reasoning(budget_tokens=8_192), "high"),
        (Reasoning(budget_tokens=24_575), "high"),
        (Reasoning(budget_tokens=24_576), "xhigh"),
    ],
)
def test_a_budget_is_an_effort_in_other_words(reasoning: Reasoning, effort: Effort) -> None:
    assert effort_of(reasoning) == effort


@pytest.mark.parametrize(
    ("wanted", "taken", "effort"),
    [
        ("none", ("low", "high"), "none"),
        ("minimal", ("low", "high"), "low"),
        ("medium", ("high", "low"), "low"),
        ("high", ("low", "high"), "high"),
        ("max", ("low", "high"), "high"),
        ("max", (), "max"),
    ],
)
def test_the_nearest_effort_that_the_model_takes_is_rather_less(
    wanted: Effort, taken: tuple[Effort, ...], effort: Effort
) -> None:
    assert fitting(wanted, Capabilities(efforts=taken)) == effort


def test_a_model_that_always_thinks_does_so_as_little_as_it_can() -> None:
    always = Capabilities(efforts=("low", "high"), thinking_can_be_off=False)

    assert fitting("none", always) == "low"
