"""Two instances on real stores see a change of models within two seconds, without a restart."""

import asyncio
import time
from collections.abc import Callable
from typing import Final

import httpx2
import pytest
from fastapi import FastAPI

from application.admin.change_offer import ChangeOffer, GivenProvider
from application.admin.permissions import Operator
from domain.catalog.models import Catalog
from domain.json import JsonObject
from entrypoints.container import Container
from entrypoints.life import container_for, lifespan_of
from tests.integration.relay.house import PRICE, RelayHouse

pytestmark = [pytest.mark.enable_socket, pytest.mark.asyncio(loop_scope="module")]
WITHIN_S: Final = 2.0


NOTHING: Final[tuple[JsonObject, ...]] = ()


def change_of(container: Container) -> ChangeOffer:
    return ChangeOffer(
        offers=container.offers(),
        sealing=container.sealing(),
        check=container.running_offer().check,
        changes=container.changes(),
    )


async def seen_after(container: Container, is_so: Callable[[Catalog], bool]) -> float:
    began = time.monotonic()
    async with asyncio.timeout(2 * WITHIN_S):
        while not is_so(await container.catalog().current()):  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.01)
    return time.monotonic() - began


async def test_every_instance_serves_a_change_within_two_seconds(house: RelayHouse) -> None:
    operator, name = Operator(), "added/fake-echo"
    settings: JsonObject = {"kind": "openai_compatible", "base_url": f"{house.upstream.url}/v1"}
    model: JsonObject = {"name": name, "provider": "added", "upstream": "u", "price": PRICE}
    other = container_for(house.container.settings())
    change = change_of(house.container)

    async with lifespan_of(other, asks_models=True)(FastAPI()), httpx2.AsyncClient() as client:

        async def ask() -> httpx2.Response:
            return await client.post(
                f"{house.url}/v1/chat/completions",
                json={"model": name, "messages": [{"role": "user", "content": "hi"}]},
                headers={"authorization": f"Bearer {house.key}"},
                timeout=10,
            )

        assert (await ask()).status_code == 404
        given = {"added": GivenProvider(settings=settings, api_key="added-secret")}
        await change(0, given, [model], ["openai/fake-slow"], by=operator)
        took_s = await asyncio.gather(
            *(
                seen_after(each, lambda known: name in {model.name for model in known.models})
                for each in (house.container, other)
            )
        )
        answer = await ask()
        known = {model.name for model in (await other.catalog().current()).models}
        await change(1, {}, NOTHING, [], by=operator)
        gone_s = await seen_after(
            house.container, lambda known: name not in {model.name for model in known.models}
        )
        refused = await ask()

    assert max(*took_s, gone_s) <= WITHIN_S
    assert answer.status_code == 200
    assert house.upstream.exchanges[0].headers["authorization"] == "Bearer added-secret"
    assert "openai/fake-slow" not in known
    assert refused.status_code == 404
    stored = await house.container.database()["configuration"].find_one({"_id": "offer"})
    assert stored is not None
    assert "added-secret" not in str(stored)
