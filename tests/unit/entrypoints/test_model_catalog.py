from datetime import UTC, datetime

import pytest

from domain.catalog.models import Catalog
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


FIRST = {"kind": "openai", "base_url": "http://127.0.0.1:9/v1", "api_key": "k"}
SECOND = {"kind": "anthropic", "base_url": "http://127.0.0.1:9", "api_key": "k"}


def routed(**more: object) -> Settings:
    """A model `m` of the first provider, beside a model `n`."""
    price = {"input": "1", "output": "2"}
    models = [
        {"name": "m", "provider": "first", "price": price, **more},
        {"name": "n", "provider": "second", "price": price},
    ]
    return Settings.model_validate(
        {"providers": {"first": FIRST, "second": SECOND}, "models": models, "local_model": False}
    )


def test_deployments_come_in_their_order_with_what_differs() -> None:
    settings = routed(
        deployments=[
            {
                "provider": "second",
                "upstream": "m-2",
                "weight": 3,
                "price": {"input": "5", "output": "6"},
            },
            {"provider": "first", "upstream": "m-3"},
        ],
        strategy="weighted",
        timeouts={"first_token_s": 2.5},
        context_fallbacks=["n"],
    )

    model = catalog_from(
        settings, prices_of=lambda _kind, _upstream, _at: (), at=datetime(2026, 11, 30, tzinfo=UTC)
    ).find("m")

    here, there, third = model.places
    assert (here.place, there.place, third.place) == (
        ("first", "m"),
        ("second", "m-2"),
        ("first", "m-3"),
    )
    assert (there.kind, there.weight) == ("anthropic", 3)
    prices = [place.price.input for place in model.places if place.price is not None]
    assert prices == [1_000_000_000, 5_000_000_000, 1_000_000_000]
    assert (model.strategy, model.timeouts.first_token_s) == ("weighted", 2.5)
    assert model.fallbacks.longer == ("n",)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"deployments": [{"provider": "third"}]}, "'m' has a deployment at 'third'; known are"),
        ({"deployments": [{"provider": "first"}]}, "'first' serves it twice"),
        ({"deployments": [{"provider": "second", "format": "openai_chat"}]}, "no formats"),
        ({"fallbacks": ["x"]}, "'m' cannot fall back on 'x'"),
        ({"content_fallbacks": ["m"]}, "'m' cannot fall back on 'm'"),
        ({"timeouts": {"total_s": 0}}, "greater than 0"),
        ({"attempts": 4}, "less than or equal to 3"),
        ({"weight": 0}, "greater than or equal to 1"),
    ],
)
def test_what_leads_nowhere_is_refused(more: dict[str, object], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        routed(**more)


def test_what_the_operator_wishes_of_a_model_is_known_with_what_it_can() -> None:
    settings = routed(auto_cache=True, web_search=True)

    catalog = catalog_from(
        settings, prices_of=lambda _kind, _upstream, _at: (), at=datetime(2026, 11, 30, tzinfo=UTC)
    )

    wished = [(each.auto_cache, each.web_search) for each in _capabilities(catalog)]
    assert wished == [(True, True), (False, False)]


def _capabilities(catalog: Catalog) -> list[Capabilities]:
    return [catalog.find(name).capabilities for name in ("m", "n")]
