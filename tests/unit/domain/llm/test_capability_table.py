import pytest

from domain.llm.capabilities import Capabilities
from domain.llm.capability_table import capabilities_of


@pytest.mark.parametrize(
    ("model", "thinking", "can_be_off", "sampling", "prefill", "forced", "between"),
    [
        ("claude-haiku-4-5-20251001", "enabled", True, True, True, True, False),
        ("claude-opus-4-5", "enabled", True, True, True, True, False),
        ("claude-sonnet-4-6", "adaptive", True, True, False, True, False),
        ("claude-opus-4-7", "adaptive", True, False, False, True, False),
        ("claude-opus-4-8", "adaptive", True, False, False, True, True),
        ("claude-sonnet-5", "adaptive", True, False, False, True, True),
        ("claude-fable-5", "adaptive", False, False, False, True, True),
        ("claude-fable-5-1", "adaptive", False, False, False, False, True),
        ("claude-sonnet-5-5", "adaptive", True, False, False, False, True),
        ("claude-opus-5-5", "adaptive", False, False, False, False, True),
        ("claude-haiku-5-5", "adaptive", True, False, False, True, True),
        ("claude-news-9", "adaptive", False, False, False, False, True),
    ],
)
def test_each_generation_of_claude(  # noqa: PLR0913, PLR0917 - a row of the reference's table
    model: str,
    thinking: str,
    can_be_off: bool,
    sampling: bool,
    prefill: bool,
    forced: bool,
    between: bool,
) -> None:
    known = capabilities_of(model, "anthropic")

    assert known.thinking == thinking
    assert known.thinking_can_be_off is can_be_off
    assert known.sampling is sampling
    assert known.prefill is prefill
    assert known.forced_tool is forced
    assert known.system_between_turns is between
    assert known.max_output_tokens == (64_000 if "4-5" in model else 128_000)


def test_an_unknown_model_has_its_vendor_s_newest() -> None:
    assert capabilities_of("x", "anthropic") == capabilities_of("claude-opus-5-5", "anthropic")
    assert capabilities_of("x", "google") == capabilities_of("gemini-9", "google")
    assert capabilities_of("x", "openai") == capabilities_of("gpt-9", "openai")
    assert capabilities_of("x", "openai_compatible") == Capabilities()


def test_a_name_that_another_begins_with_is_not_taken_for_it() -> None:
    assert capabilities_of("o1", "openai_compatible").thinking == "adaptive"
    assert capabilities_of("o12", "openai_compatible").context_tokens is None
    assert capabilities_of("gpt-4o-2024-11-20", "openai").context_tokens == 128_000
    assert capabilities_of("ft:gpt-4o-mini:acme", "openai").sampling


def test_reasoning_models_of_openai_take_no_sampling() -> None:
    for model in ("gpt-5.5", "gpt-6-sol", "o3-mini"):
        known = capabilities_of(model, "openai")
        assert (known.sampling, known.stop, known.thinking) == (False, False, "adaptive")
    assert capabilities_of("gpt-4o", "openai").sampling
