import asyncio

import pytest

from application.admin.change_offer import OFFER_CHANGED, GivenProvider, purpose_of
from application.ports.offers import ProviderAddress
from domain.catalog.offer import Offer
from domain.errors import Conflict, Forbidden, Invalid, NotFound
from domain.json import JsonObject
from tests.unit.application.admin.admin_house import ADMIN, AUDITOR, AdminHouse

SETTINGS: JsonObject = {"kind": "openai_compatible", "base_url": "https://a.example/v1"}
MODEL: JsonObject = {"name": "m", "provider": "acme"}


def given(api_key: str | None, **changes: str) -> dict[str, GivenProvider]:
    return {"acme": GivenProvider(settings={**SETTINGS, **changes}, api_key=api_key)}


async def test_a_key_is_kept_sealed() -> None:
    house = AdminHouse()

    offer = await house.use.change_offer(0, given("sk-secret"), [MODEL], ["old"], by=ADMIN)

    assert (offer.version, offer.models, offer.removed) == (1, (MODEL,), ("old",))
    sealed = offer.providers["acme"].sealed_key
    assert sealed is not None
    assert "sk-secret" not in sealed
    assert house.sealing.open(sealed, purpose=purpose_of("acme")) == "sk-secret"
    assert await house.use.read_offer(by=AUDITOR) == offer


async def test_a_key_that_is_known_stays() -> None:
    house = AdminHouse()
    before = await house.use.change_offer(0, given("sk-secret"), [], [], by=ADMIN)

    after = await house.use.change_offer(1, given(None, format="openai_chat"), [], [], by=ADMIN)

    assert after.providers["acme"].sealed_key == before.providers["acme"].sealed_key


@pytest.mark.parametrize("moved", [{"base_url": "https://evil.example/v1"}, {"kind": "openai"}])
async def test_a_key_goes_nowhere_but_to_where_it_was_given_for(moved: dict[str, str]) -> None:
    house = AdminHouse()
    await house.use.change_offer(0, given("sk-secret"), [], [], by=ADMIN)

    after = await house.use.change_offer(1, given(None, **moved), [], [], by=ADMIN)

    assert after.providers["acme"].sealed_key is None


async def test_what_was_changed_meanwhile_is_not_lost() -> None:
    house = AdminHouse()
    saved = await house.use.change_offer(0, {}, [MODEL], [], by=ADMIN)

    with pytest.raises(Conflict, match="meanwhile"):
        await house.use.change_offer(0, {}, [], [], by=ADMIN)

    assert await house.offers.current() == saved


async def test_what_cannot_be_served_is_not_kept() -> None:
    house = AdminHouse()

    with pytest.raises(Invalid, match="no name"):
        await house.use.change_offer(0, {}, [{}], [], by=ADMIN)

    assert await house.offers.current() == Offer()


async def test_who_may_only_look_changes_nothing() -> None:
    house = AdminHouse()

    with pytest.raises(Forbidden, match="change models"):
        await house.use.change_offer(0, {}, [MODEL], [], by=AUDITOR)

    assert await house.offers.current() == Offer()


async def test_every_instance_is_told() -> None:
    house = AdminHouse()
    told = aiter(house.changes.listen())
    coming = asyncio.ensure_future(anext(told))
    await asyncio.sleep(0)

    await house.use.change_offer(0, {}, [MODEL], [], by=ADMIN)

    assert await coming == OFFER_CHANGED


def address(api_key: str | None, base_url: str = "https://a.example/v1") -> ProviderAddress:
    return ProviderAddress(kind="openai_compatible", base_url=base_url, api_key=api_key)


async def test_a_provider_that_is_kept_is_asked_with_its_key() -> None:
    house = AdminHouse()
    await house.use.change_offer(0, given("sk-secret"), [], [], by=ADMIN)

    found = await house.use.discover_models("acme", None, by=ADMIN)

    assert found == ("large", "small")
    assert house.asked_for_models == [address("sk-secret")]


async def test_one_that_is_about_to_change_is_asked_with_a_known_key_only_where_that_leads() -> (
    None
):
    house = AdminHouse()
    await house.use.change_offer(0, given("sk-secret"), [], [], by=ADMIN)
    moved = "https://evil.example/v1"

    for key, there in ((None, {}), (None, {"base_url": moved}), ("sk-new", {"base_url": moved})):
        await house.use.discover_models("acme", given(key, **there)["acme"], by=ADMIN)

    assert house.asked_for_models == [
        address("sk-secret"),
        address(None, moved),
        address("sk-new", moved),
    ]
    assert (await house.offers.current()).version == 1


async def test_nobody_asks_a_provider_that_is_not_there() -> None:
    with pytest.raises(NotFound, match="no provider 'acme'"):
        await AdminHouse().use.discover_models("acme", None, by=ADMIN)


async def test_who_may_only_look_asks_no_provider() -> None:
    house = AdminHouse()

    with pytest.raises(Forbidden, match="change models"):
        await house.use.discover_models("acme", given("sk-secret")["acme"], by=AUDITOR)

    assert house.asked_for_models == []
