from tests.routes.chat.service import Service
from tests.routes.chat.test_file_routes import uploaded


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


async def test_a_project_has_files_until_others_are_named(service: Service) -> None:
    ada = await service.register()
    client = service.client
    made = await client.post("/api/projects", json={"name": "Travel"}, headers=ada)
    path = f"/api/projects/{made.json()['id']}"
    file = (await uploaded(service, ada)).rpartition("/")[2]

    with_file = await client.patch(path, json={"files": [file]}, headers=ada)
    renamed = await client.patch(path, json={"name": "Trips"}, headers=ada)
    unknown = await client.patch(path, json={"files": ["nothing"]}, headers=ada)
    without = await client.patch(path, json={"files": []}, headers=ada)

    assert made.json()["files"] == without.json()["files"] == []
    (shown,) = with_file.json()["files"]
    assert (shown["file_id"], shown["name"], shown["text_length"]) == (file, "a.txt", 5)
    assert renamed.json()["files"] == [shown]
    assert unknown.status_code == 404
    assert (await client.get(f"/api/files/{file}", headers=ada)).status_code == 404
