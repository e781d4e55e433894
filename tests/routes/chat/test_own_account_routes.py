import pytest

from tests.routes.chat.service import ADA, Service

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NEW = "a better battery staple"


async def signed_in(service: Service, password: str = ADA["password"], **headers: str) -> int | str:
    """A token, or the status of the refusal."""
    body = {"email": ADA["email"], "password": password}
    reply = await service.client.post("/api/auth/sign-in", json=body, headers=headers)
    return str(reply.json()["access_token"]) if reply.is_success else reply.status_code


async def test_devices_are_listed_by_name_and_one_is_signed_out(service: Service) -> None:
    here = await service.register()
    token = await signed_in(service, **{"user-agent": FIREFOX})
    there = {"authorization": f"Bearer {token}"}

    listed = (await service.client.get("/api/sessions", headers=here)).json()["items"]
    other = next(each for each in listed if not each["is_current"])
    ended = await service.client.delete(f"/api/sessions/{other['id']}", headers=here)

    assert len(listed) == 2
    assert other["device"] == "Firefox on Linux"
    assert ended.status_code == 204
    assert (await service.client.get("/api/me", headers=there)).status_code == 401
    assert (await service.client.get("/api/me", headers=here)).status_code == 200


async def test_all_other_devices_are_signed_out(service: Service) -> None:
    here = await service.register()
    there = {"authorization": f"Bearer {await signed_in(service)}"}

    ended = await service.client.delete("/api/sessions", headers=here)

    assert ended.status_code == 204
    assert (await service.client.get("/api/me", headers=there)).status_code == 401
    assert len((await service.client.get("/api/sessions", headers=here)).json()["items"]) == 1


async def test_a_strangers_device_is_not_there(service: Service) -> None:
    ada = await service.register()
    eve = await service.register(email="eve@x.org")
    (hers,) = (await service.client.get("/api/sessions", headers=eve)).json()["items"]

    reply = await service.client.delete(f"/api/sessions/{hers['id']}", headers=ada)

    assert reply.status_code == 404
    assert (await service.client.get("/api/me", headers=eve)).status_code == 200


async def test_a_name_is_changed(service: Service) -> None:
    ada = await service.register()

    changed = await service.client.patch("/api/me", json={"name": " Ada  King "}, headers=ada)
    refused = await service.client.patch("/api/me", json={"name": " "}, headers=ada)

    assert changed.json()["name"] == "Ada King"
    assert refused.status_code == 400
    assert (await service.client.get("/api/me", headers=ada)).json()["name"] == "Ada King"


async def test_a_new_password_counts_at_once_and_signs_out_everywhere_else(
    service: Service,
) -> None:
    here = await service.register()
    there = {"authorization": f"Bearer {await signed_in(service)}"}
    body = {"present": ADA["password"], "new": NEW}

    changed = await service.client.post("/api/me/password", json=body, headers=here)

    assert changed.status_code == 204
    assert (await service.client.get("/api/me", headers=here)).status_code == 200
    assert (await service.client.get("/api/me", headers=there)).status_code == 401
    assert await signed_in(service) == 401
    assert isinstance(await signed_in(service, NEW), str)


@pytest.mark.parametrize(
    ("present", "new", "status"),
    [("wrong", NEW, 403), (ADA["password"], "password1", 400), (ADA["password"], "short", 400)],
)
async def test_a_password_stays_when_either_is_wrong(
    service: Service, present: str, new: str, status: int
) -> None:
    here = await service.register()
    body = {"present": present, "new": new}

    reply = await service.client.post("/api/me/password", json=body, headers=here)

    assert reply.status_code == status
    assert isinstance(await signed_in(service), str)


async def test_guessing_the_present_password_is_slowed_down(service: Service) -> None:
    here = await service.register()
    body = {"present": "wrong", "new": NEW}

    replies = [
        await service.client.post("/api/me/password", json=body, headers=here) for _ in range(12)
    ]

    assert replies[0].status_code == 403
    assert replies[-1].status_code == 429
    assert int(replies[-1].headers["retry-after"]) > 0


async def test_an_account_is_deleted_with_its_password_and_its_tokens_open_nothing(
    service: Service,
) -> None:
    here = await service.register()
    sent = await service.send(here)
    await service.house.jobs.all_done()

    refused = await service.client.post("/api/me/deletion", json={"password": "x"}, headers=here)
    body = {"password": ADA["password"]}
    deleted = await service.client.post("/api/me/deletion", json=body, headers=here)

    assert (refused.status_code, deleted.status_code) == (403, 204)
    assert "max-age=0" in deleted.headers["set-cookie"].lower()
    assert (await service.client.get("/api/me", headers=here)).status_code == 401
    assert await signed_in(service) == 401
    again = await service.register()
    assert (await service.client.get("/api/conversations", headers=again)).json()["items"] == []
    path = f"/api/conversations/{sent['chat']}"
    assert (await service.client.get(path, headers=again)).status_code == 404
