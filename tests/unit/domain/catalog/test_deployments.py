from dataclasses import replace
from datetime import UTC, date, datetime

from domain.catalog.models import Deployment, Model
from domain.llm.capabilities import Capabilities
from domain.transactions.money import NanoUsd
from domain.transactions.price import Price

PRICE = Price(
    input=NanoUsd(1),
    output=NanoUsd(1),
    cache_read=NanoUsd(1),
    cache_write_5m=NanoUsd(1),
    cache_write_1h=NanoUsd(1),
    source="test",
)
ELSEWHERE = Deployment(
    provider="globex",
    kind="anthropic",
    upstream="m-2",
    weight=3,
    capabilities=Capabilities(max_output_tokens=9),
    later_prices=(PRICE, replace(PRICE, input=NanoUsd(5), valid_from=date(2026, 6, 1))),
)
MODEL = Model(
    name="m", label="M", provider="acme", kind="openai", upstream="m-1", others=(ELSEWHERE,)
)


def test_a_model_is_served_by_each_of_its_deployments_under_one_name() -> None:
    here, there = MODEL.places

    assert (here.name, here.place, here.kind) == ("m", ("acme", "m-1"), "openai")
    assert (there.name, there.place, there.kind) == ("m", ("globex", "m-2"), "anthropic")
    assert (there.weight, there.capabilities.max_output_tokens) == (3, 9)
    assert there.speaks("anthropic_messages")
    assert not there.others


def test_a_model_with_one_deployment_is_that_one() -> None:
    alone = replace(MODEL, others=())

    assert alone.places == (alone,)


def test_each_deployment_has_the_price_of_the_day() -> None:
    before = MODEL.at(datetime(2026, 5, 31, tzinfo=UTC)).places[1]
    after = MODEL.at(datetime(2026, 6, 1, tzinfo=UTC)).places[1]

    assert before.price is not None
    assert after.price is not None
    assert (before.price.input, after.price.input) == (1, 5)
