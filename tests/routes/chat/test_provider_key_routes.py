import pytest

from tests.own_keys import SECRET
from tests.routes.chat.service import Service

PATH = "/api/provider-keys"


async def test_a_key_is_kept_shown_by_its_end_and_forgotten(service: Service) -> None:
    ada = await service.register()
    before = await service.client.get(PATH, headers=ada)
    body = {"provider": "upstream", "secret": SECRET}
    kept = await service.client.put(PATH, json=body, headers=ada)
    gone = await service.client.post(f"{PATH}/removal", json={"provider": "upstream"}, headers=ada)
    after = await service.client.get(PATH, headers=ada)

    assert before.json() == {"items": [{"provider": "upstream", "kind": "openai", "key": None}]}
    (item,) = kept.json()["items"]
    assert (item["key"]["last4"], item["key"]["is_used"]) == (SECRET[-4:], True)
    assert SECRET not in kept.text
    assert (gone.status_code, after.json()) == (204, before.json())


@pytest.mark.parametrize(
    ("provider", "secret", "status"),
    [
        ("upstream", "sk-wrong-1234", 400),
        ("upstream", "short", 400),
        ("elsewhere", SECRET, 404),
    ],
)
async def test_what_is_no_key_or_not_wanted_is_refused(
    service: Service, provider: str, secret: str, status: int
) -> None:
    ada = await service.register()

    refused = await service.client.put(
        PATH, json={"provider": provider, "secret": secret}, headers=ada
    )

    assert refused.status_code == status
    assert secret not in refused.text


async def test_what_was_done_is_noted_without_the_key(service: Service) -> None:
    ada = await service.register()
    await service.client.put(PATH, json={"provider": "upstream", "secret": SECRET}, headers=ada)

    noted = await service.house.own.audit_log.head()

    assert noted is not None
    assert noted.act.action == "keepProviderKey"
    assert dict(noted.act.details) == {"provider": "upstream"}
