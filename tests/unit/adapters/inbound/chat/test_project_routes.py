from tests.unit.adapters.inbound.chat.service import Service


async def test_a_project_and_its_chats(service: Service) -> None:
    ada = await service.register()
    client = service.client
    made = await client.post(
        "/api/projects", json={"name": "Travel", "instructions": "Be brief."}, headers=ada
    )
    project = made.json()
    body = {"project_id": project["id"]}
    chat = (await client.post("/api/conversations", json=body, headers=ada)).json()

    renamed = await client.patch(
        f"/api/projects/{project['id']}", json={"name": "Trips"}, headers=ada
    )
    listed = await client.get("/api/projects", headers=ada)
    inside = await client.get("/api/conversations", params=body, headers=ada)
    loose = await client.get("/api/conversations", params={"project_id": ""}, headers=ada)
    path = f"/api/conversations/{chat['id']}"
    moved = await client.patch(path, json={"project_id": ""}, headers=ada)
    gone = await client.delete(f"/api/projects/{project['id']}", headers=ada)

    assert made.status_code == 201
    assert renamed.json() == {**project, "name": "Trips"}
    assert listed.json() == {"projects": [renamed.json()]}
    assert [each["project_id"] for each in inside.json()["items"]] == [project["id"]]
    assert loose.json()["items"] == []
    assert moved.json()["project_id"] is None
    assert gone.status_code == 204
    assert (await client.get("/api/projects", headers=ada)).json() == {"projects": []}
