from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from domain.transactions.money import NanoUsd
from domain.transactions.price import MediaRates
from entrypoints.model_catalog import catalog_from
from entrypoints.settings import Settings


def a_model(price: object) -> Settings:
    model = {"name": "m", "provider": "acme", "price": price}
    acme = {"kind": "openai_compatible", "base_url": "http://127.0.0.1:9/v1"}
    return Settings.model_validate({"providers": {"acme": acme}, "models": [model]})


def test_a_price_has_versions_and_tiers() -> None:
    long = {"above": 200, "input": "2", "output": "4", "cache_write": "3"}
    first = {"input": "1", "output": "2", "cache_write": "1.25", "long_context": [long]}
    later = {"input": "9", "output": "9", "from": date(2026, 12, 1)}

    catalog = catalog_from(
        a_model([first, later]),
        prices_of=lambda _kind, _upstream, _at: (),
        at=datetime(2026, 11, 30, tzinfo=UTC),
    )

    model = catalog.find("m")
    assert model.price is not None
    assert (model.price.input, model.price.cache_write_1h) == (10**9, 1_250_000_000)
    assert [(each.above, each.cache_write_1h) for each in model.price.long_context] == [
        (200, 3 * 10**9)
    ]
    in_december = model.at(datetime(2026, 12, 1, tzinfo=UTC)).price
    assert in_december is not None
    assert in_december.input == 9 * 10**9


def test_a_price_has_rates_of_each_other_way_to_be_served() -> None:
    long = {"above": 200, "input": "8", "output": "9"}
    price = {
        "input": "2",
        "output": "4",
        "flex": {"input": "1", "output": "2"},
        "priority": {"input": "5", "output": "7", "long_context": [long]},
    }

    catalog = catalog_from(
        a_model(price),
        prices_of=lambda _kind, _upstream, _at: (),
        at=datetime(2026, 11, 30, tzinfo=UTC),
    )

    found = catalog.find("m").price
    assert found is not None
    assert [(each.tier, each.input, each.output) for each in found.tiers] == [
        ("flex", 10**9, 2 * 10**9),
        ("priority", 5 * 10**9, 7 * 10**9),
    ]
    assert [each.output for each in found.tiers[1].long_context] == [9 * 10**9]


def test_a_price_may_be_one_table() -> None:
    assert a_model({"input": "1", "output": "2"}).models[0].price[0].input == 1


@pytest.mark.parametrize(
    ("price", "problem"),
    [
        ([{"input": "1", "output": "1"}] * 2, "each version needs a `from` of its own"),
        ({"input": "1"}, "input and output are needed, or image, characters or audio_hour"),
        ({"input_image": "1"}, "input and output are needed"),
        ({"image": "-1"}, "greater than or equal to 0"),
        ({"image": 0.04}, "write a price as a string"),
        (
            {"input": "1", "output": "1", "long_context": [{"above": 0, "input": "1"}]},
            "greater than 0",
        ),
        (
            {
                "input": "1",
                "output": "1",
                "long_context": [{"above": 5, "input": "1", "output": "1"}] * 2,
            },
            "each tier begins above the one before",
        ),
    ],
)
def test_a_price_that_means_two_things_is_refused(price: object, problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        a_model(price)


def test_pictures_and_sound_have_prices_of_their_own() -> None:
    rates = {
        "image": "0.04",
        "characters": "15",
        "audio_hour": "0.36",
        "input_image": "10",
        "input_audio": "6",
        "output_image": "40",
        "output_audio": "80",
    }

    catalog = catalog_from(
        a_model(rates),
        prices_of=lambda _kind, _upstream, _at: (),
        at=datetime(2026, 11, 30, tzinfo=UTC),
    )

    price = catalog.find("m").price
    assert price is not None
    assert price.input == price.output == 0
    assert price.media == MediaRates(
        image=NanoUsd(40_000_000),
        characters=NanoUsd(15 * 10**9),
        audio_hour=NanoUsd(360_000_000),
        input_image=NanoUsd(10 * 10**9),
        input_audio=NanoUsd(6 * 10**9),
        output_image=NanoUsd(40 * 10**9),
        output_audio=NanoUsd(80 * 10**9),
    )


@pytest.mark.parametrize("kind", ["input", "output", "cache_read", "cache_write_1h", "image"])
def test_rel_15_a_price_is_a_number_that_can_be_paid(kind: str) -> None:
    words = ("-1", "-0.000000001", "NaN", "Infinity", "1e400", "9" * 400, "0x10", "", "1,5")
    for number in (*words, -1, 0.1, True):
        with pytest.raises(ValidationError):
            a_model({"input": "1", "output": "1", kind: number})
