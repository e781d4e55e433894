from datetime import UTC, datetime

import pytest

from domain.llm.capabilities import Capabilities
from domain.llm.capability_table import capabilities_of
from entrypoints.model_catalog import catalog_from
from entrypoints.settings import Settings


def capabilities(*named: str, upstream: str, kind: str = "openai_compatible") -> Capabilities:
    model = {"name": "m", "provider": "acme", "upstream": upstream, "capabilities": named}
    acme = {"kind": kind, "base_url": "http://127.0.0.1:9/v1", "api_key": "k"}
    settings = Settings.model_validate({"providers": {"acme": acme}, "models": [model]})
    catalog = catalog_from(
        settings, prices_of=lambda _kind, _upstream, _at: (), at=datetime(2026, 11, 30, tzinfo=UTC)
    )
    return catalog.find("m").capabilities


def test_an_unknown_model_reasons_when_its_settings_say_so() -> None:
    found = capabilities("reasoning", upstream="qwen-9")

    assert (found.thinking, found.efforts) == ("adaptive", ("low", "medium", "high"))
    assert found.sampling, "nothing else of it is known"


def test_a_known_model_reasons_as_it_is_known_to() -> None:
    found = capabilities("reasoning", upstream="gpt-5.5")

    assert found.efforts == capabilities_of("gpt-5.5", "openai").efforts


@pytest.mark.parametrize("upstream", ["qwen-9", "gpt-5.5"])
def test_a_model_does_not_reason_unless_its_settings_say_so(upstream: str) -> None:
    assert capabilities("tools", upstream=upstream).thinking == "none"


@pytest.mark.parametrize(
    ("named", "upstream", "wanted"),
    [
        (("reasoning_replay",), "qwen-9", True),
        ((), "qwen-9", False),
        ((), "deepseek-v4-pro", True),
    ],
)
def test_reasoning_goes_back_where_the_settings_or_the_table_say_so(
    named: tuple[str, ...], upstream: str, wanted: bool
) -> None:
    assert capabilities(*named, upstream=upstream).reasoning_replayed is wanted
