from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest

from domain.catalog.models import Catalog, Model, OpenAiFormat
from domain.errors import Invalid, NotFound
from domain.formats.parts_reading import FormatName
from domain.llm.capabilities import Capabilities
from domain.transactions.money import NanoUsd
from domain.transactions.price import Price

FAST = Model(name="fast", label="Fast", provider="p", kind="openai", upstream="f-1")
DEEP = replace(FAST, name="deep", aliases=("gpt-4o", "o3"), is_default=True)


@pytest.mark.parametrize(("name", "model"), [("fast", FAST), ("deep", DEEP), ("o3", DEEP)])
def test_a_model_is_found_by_its_name_and_by_its_aliases(name: str, model: Model) -> None:
    assert Catalog(models=(FAST, DEEP)).find(name) == model


@pytest.mark.parametrize("name", ["", "FAST", "f-1", "o3 "])
def test_no_other_name_finds_a_model(name: str) -> None:
    with pytest.raises(NotFound, match=f"there is no model {name!r}"):
        Catalog(models=(FAST, DEEP)).find(name)


@pytest.mark.parametrize("other", [FAST, replace(FAST, name="x", aliases=("gpt-4o",))])
def test_two_models_may_not_share_a_name(other: Model) -> None:
    with pytest.raises(Invalid, match="two models are called"):
        Catalog(models=(FAST, DEEP, other))


def test_the_default_is_the_one_marked_so() -> None:
    assert Catalog(models=(FAST, DEEP)).default == DEEP


def test_without_a_mark_the_first_is_the_default() -> None:
    plain = replace(DEEP, is_default=False)

    assert Catalog(models=(FAST, plain)).default == FAST


def test_an_empty_catalogue_has_no_default() -> None:
    with pytest.raises(NotFound, match="no model is configured"):
        _ = Catalog().default


REASONS = Capabilities(thinking="adaptive")


@pytest.mark.parametrize(
    ("model", "speaks", "told_in"),
    [
        (FAST, {"openai_chat", "openai_responses"}, "openai_chat"),
        (
            replace(FAST, capabilities=REASONS),
            {"openai_chat", "openai_responses"},
            "openai_responses",
        ),
        (replace(FAST, format="openai_responses"), {"openai_responses"}, "openai_responses"),
        (
            replace(FAST, format="openai_chat", capabilities=REASONS),
            {"openai_chat"},
            "openai_chat",
        ),
        (
            replace(FAST, kind="openai_compatible", capabilities=REASONS),
            {"openai_chat"},
            "openai_chat",
        ),
        (
            replace(FAST, kind="openai_compatible", format="openai_responses"),
            {"openai_responses"},
            "openai_responses",
        ),
        (
            replace(FAST, kind="openai_compatible", tasks=("completions",)),
            {"openai_chat", "openai_completions"},
            "openai_chat",
        ),
        (
            replace(FAST, format="openai_chat", tasks=("chat", "completions")),
            {"openai_chat", "openai_completions"},
            "openai_chat",
        ),
        (
            replace(FAST, kind="google", tasks=("chat", "completions")),
            {"gemini"},
            "openai_chat",
        ),
    ],
    ids=[
        "itself",
        "itself, reasoning",
        "responses",
        "chat",
        "another server",
        "another's responses",
        "completions",
        "chat and completions",
        "no completions at Google",
    ],
)
def test_a_model_is_asked_in_the_format_that_its_provider_speaks(
    model: Model, speaks: set[FormatName], told_in: OpenAiFormat
) -> None:
    assert {each for each in get_args(FormatName) if model.speaks(each)} == speaks
    assert model.openai_format == told_in


JUNE = datetime(2026, 6, 1, tzinfo=UTC)
NOW_ON = Price(
    input=NanoUsd(1),
    output=NanoUsd(2),
    cache_read=NanoUsd(0),
    cache_write_5m=NanoUsd(0),
    cache_write_1h=NanoUsd(0),
    source="list",
)
FROM_JUNE = replace(NOW_ON, input=NanoUsd(3), valid_from=date(2026, 6, 1))


@pytest.mark.parametrize(
    ("price", "moment", "holds"),
    [
        (NOW_ON, JUNE - timedelta(microseconds=1), NOW_ON),
        (NOW_ON, JUNE, FROM_JUNE),
        (None, JUNE - timedelta(microseconds=1), None),
        (None, JUNE, FROM_JUNE),
    ],
    ids=["before", "from its day on", "nobody knew it before", "known from its day on"],
)
def test_a_model_has_the_price_that_holds_at_the_moment(
    price: Price | None, moment: datetime, holds: Price | None
) -> None:
    model = replace(FAST, price=price, later_prices=(FROM_JUNE,))

    assert model.at(moment) == replace(model, price=holds)


def test_every_model_of_a_catalogue_has_its_price_of_the_moment() -> None:
    changing, steady = replace(FAST, price=NOW_ON, later_prices=(FROM_JUNE,)), DEEP

    found = Catalog(models=(changing, steady)).at(JUNE)

    assert found.models == (replace(changing, price=FROM_JUNE), steady)
