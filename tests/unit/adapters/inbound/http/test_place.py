import pytest

from adapters.inbound.http.place import Place
from tests.unit.adapters.inbound.http.service_client import a_service, client_of


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("nonsense", "unknown"),
    ],
)
async def test_neighbours_count_as_one_place(address: str, place: str) -> None:
    app = a_service()

    @app.get("/place")
    async def read(place: Place) -> str:  # pyright: ignore[reportUnusedFunction] - a route
        return place

    async with client_of(app) as client:
        spoofed = {"x-forwarded-for": "198.51.100.1", "x-real-ip": address}
        reply = await client.get("/place", headers=spoofed)

    assert reply.json() == place
