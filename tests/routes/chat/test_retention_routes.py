from tests.routes.chat.service import Service


async def test_a_temporary_chat_begins_and_is_kept(service: Service) -> None:
    ada = await service.register()
    client = service.client

    made = await client.post("/api/conversations", json={"temporary": True}, headers=ada)
    path = f"/api/conversations/{made.json()['id']}"
    listed = await client.get("/api/conversations", headers=ada)
    kept = await client.patch(path, json={"temporary": False}, headers=ada)
    back = await client.patch(path, json={"temporary": True}, headers=ada)

    assert made.json()["temporary"] is True
    assert listed.json()["items"] == []
    assert kept.json()["temporary"] is False
    assert back.status_code == 422
    again = await client.get("/api/conversations", headers=ada)
    assert [each["id"] for each in again.json()["items"]] == [made.json()["id"]]


async def test_what_holds_is_told_and_chosen(service: Service) -> None:
    ada = await service.register()
    client = service.client

    before = await client.get("/api/retention", headers=ada)
    chosen = await client.put("/api/retention", json={"days": 30}, headers=ada)
    refused = await client.put("/api/retention", json={"days": 0}, headers=ada)

    told = {"days": None, "operator_days": None, "own_days": None, "temporary_hours": 24.0}
    assert before.json() == told
    assert chosen.json() == {**told, "days": 30, "own_days": 30}
    assert refused.status_code == 400
    assert (await client.get("/api/retention", headers=ada)).json() == chosen.json()
