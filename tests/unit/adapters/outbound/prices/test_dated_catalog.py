from datetime import date, timedelta

from adapters.outbound.prices.catalog import DatedModelCatalog
from domain.catalog.models import Catalog, Model
from domain.transactions.money import NanoUsd
from domain.transactions.price import Price
from tests.builders import NOON
from tests.clock import FakeClock

ONE = NanoUsd(1)
PRICE = Price(
    input=ONE, output=ONE, cache_read=ONE, cache_write_5m=ONE, cache_write_1h=ONE, source="t"
)


def versions_of(input: int, *, since: date | None) -> Price:
    return Price(
        input=NanoUsd(input),
        output=ONE,
        cache_read=ONE,
        cache_write_5m=ONE,
        cache_write_1h=ONE,
        source="t",
        valid_from=since,
    )


async def test_a_model_has_the_price_of_the_day() -> None:
    clock = FakeClock()
    model = Model(
        name="m",
        label="M",
        provider="p",
        kind="openai",
        upstream="u",
        price=PRICE,
        later_prices=(versions_of(9, since=NOON.date() + timedelta(days=1)),),
    )
    catalog = DatedModelCatalog(Catalog(models=(model,)), clock=clock)

    today = (await catalog.current()).find("m").price
    clock.advance(timedelta(hours=12))
    tomorrow = (await catalog.current()).find("m").price

    assert today == PRICE
    assert tomorrow is not None
    assert tomorrow.input == 9
