from domain.errors import Invalid
from tests.routes.chat.service import Service
from tests.unit.application.chat.scripted_model import saying
from tests.unit.application.chat.scripted_tools import calling

PATH = "/api/connections"
BODY = {
    "kind": "mcp",
    "url": "https://books.example/mcp",
    "auth": {"kind": "bearer"},
    "secret": "sesame",
}


async def test_a_connection_is_tried_made_changed_and_taken_away(service: Service) -> None:
    headers = await service.register()
    client = service.client

    tried = await client.post(f"{PATH}/try", json=BODY, headers=headers)
    made = await client.post(PATH, json={**BODY, "name": "Books"}, headers=headers)
    place = f"{PATH}/{made.json()['id']}"
    kept = {key: value for key, value in BODY.items() if key != "secret"}
    changed = await client.put(
        place, json={**kept, "name": "Library", "approval": "always"}, headers=headers
    )
    refreshed = await client.post(f"{place}/refresh", headers=headers)
    listed = await client.get(PATH, headers=headers)

    assert tried.json() == {"tools": [{"title": "Add", "description": "Adds."}]}
    assert (made.status_code, made.json()["has_secret"], made.json()["lent"]) == (201, True, False)
    assert (changed.json()["name"], changed.json()["approval"]) == ("Library", "always")
    assert refreshed.json() == changed.json()
    assert listed.json() == {"items": [refreshed.json()]}
    assert "sesame" not in made.text + changed.text + listed.text
    assert (await client.delete(place, headers=headers)).status_code == 204
    assert (await client.get(PATH, headers=headers)).json() == {"items": []}
    assert (await client.put(place, json={**BODY, "name": "x"}, headers=headers)).status_code == 404


async def test_a_place_that_does_not_answer_is_refused_in_its_words(service: Service) -> None:
    headers = await service.register()
    service.house.connected.server.has = Invalid("no MCP server answers there")

    refused = await service.client.post(PATH, json={**BODY, "name": "Books"}, headers=headers)

    assert refused.status_code == 400
    assert "no MCP server answers there" in refused.text
    assert (await service.client.post(f"{PATH}/try", json=BODY)).status_code == 401


async def test_a_connected_tool_is_offered_and_asks_before_it_runs(service: Service) -> None:
    headers = await service.register()
    await service.client.post(PATH, json={**BODY, "name": "Books"}, headers=headers)
    service.house.model.scripts += [calling(("c", "books_add", '{"a": 1}')), saying("3")]
    listed = await service.client.get("/api/tools", headers=headers)
    chat = (await service.client.post("/api/conversations", json={}, headers=headers)).json()["id"]
    path = f"/api/conversations/{chat}/messages"

    await service.client.post(path, json={"text": "hi", "tools": ["books_add"]}, headers=headers)
    await service.house.jobs.all_done()
    asking = (await service.client.get(path, headers=headers)).json()["messages"][-1]
    run = asking["parts"][0]
    await service.client.post(
        f"{path}/{asking['id']}/decisions",
        json={"call_id": "c", "digest": run["digest"], "decision": "allow"},
        headers=headers,
    )
    await service.house.jobs.all_done()

    assert [tool["name"] for tool in listed.json()["tools"]] == ["books_add", "calculator"]
    assert (run["state"], run["title"]) == ("asking", "Books: Add")
    assert service.house.connected.server.calls == [("add", {"a": 1})]
    assert service.house.connected.server.asked[-1].secret == "sesame"
