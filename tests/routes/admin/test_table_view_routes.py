import pytest

from tests.routes.admin.service import Service

PATH = "/admin/api/me/views"
MINE = {"hidden": ["seen"], "filters": [{"name": "Mine", "query": "search=ada"}]}


async def test_a_view_is_the_administrator_s_own_also_of_who_only_looks(service: Service) -> None:
    await service.sign_in("auditor")
    nothing = (await service.client.get(PATH)).json()

    saved = await service.client.put(f"{PATH}/users", json=MINE)
    mine = (await service.client.get(PATH)).json()
    await service.sign_in("root")

    assert (nothing, saved.json(), mine) == ({"tables": {}}, MINE, {"tables": {"users": MINE}})
    assert (await service.client.get(PATH)).json() == {"tables": {}}


@pytest.mark.parametrize(
    ("table", "body", "status"),
    [
        ("users", {"filters": [{"name": " ", "query": ""}]}, 400),
        ("users", {"filters": [{"name": "a", "query": "x" * 1_001}]}, 400),
        ("users", {"filters": [{"name": "a", "query": ""}, {"name": "a", "query": "b"}]}, 400),
        ("users", {"filters": [{"name": str(n), "query": ""} for n in range(31)]}, 400),
        ("users", {"hidden": ["x" * 41]}, 400),
        ("teams", {}, 422),
    ],
    ids=["no name", "long", "twice", "many", "no column", "no table"],
)
async def test_what_cannot_be_kept_is_refused(
    service: Service, table: str, body: dict[str, object], status: int
) -> None:
    await service.sign_in()

    assert (await service.client.put(f"{PATH}/{table}", json=body)).status_code == status
