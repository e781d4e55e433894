from tests.routes.chat.service import Service
from tests.routes.chat.test_file_routes import uploaded
from tests.unit.application.chat.scripted_model import saying
from tests.unit.application.chat.scripted_tools import ScriptedTool, calling

SCRIBE = {
    "name": "Scribe",
    "emoji": "\U0001f58b",
    "colour": "violet",
    "description": "Writes",
    "instructions": "Secret words.",
    "model": "small",
    "parameters": {"temperature": 0.5},
    "tools": [{"name": "calculator", "approval": "ask"}],
    "starters": ["Hello"],
}


async def test_an_agent_is_made_read_changed_and_gone_back_to(service: Service) -> None:
    headers = await service.register()
    made = await service.client.post("/api/agents", json=SCRIBE, headers=headers)
    path = f"/api/agents/{made.json()['id']}"

    edit = {"version": 1, "agent": {**SCRIBE, "name": "Poet"}}
    edited = await service.client.put(path, json=edit, headers=headers)
    stale = await service.client.put(path, json=edit, headers=headers)
    versions = await service.client.get(f"{path}/versions", headers=headers)
    restored = await service.client.post(f"{path}/versions/1/restore", headers=headers)

    assert made.status_code == 201
    assert SCRIBE.items() <= {**made.json(), "parameters": SCRIBE["parameters"]}.items()
    assert made.json()["model_name"] == f"agent/{made.json()['id']}"
    assert (edited.json()["name"], stale.status_code) == ("Poet", 409)
    assert [each["agent"]["name"] for each in versions.json()["versions"]] == ["Poet", "Scribe"]
    assert (restored.json()["name"], restored.json()["version"]) == ("Scribe", 3)


async def test_who_may_only_use_an_agent_does_not_see_its_instructions(service: Service) -> None:
    ada = await service.register()
    eve = await service.register(email="eve@x.org")
    made = (await service.client.post("/api/agents", json=SCRIBE, headers=ada)).json()
    path = f"/api/agents/{made['id']}"
    shares = {"shares": [{"email": "eve@x.org", "right": "view"}]}

    shared = await service.client.put(f"{path}/shares", json=shares, headers=ada)
    seen = await service.client.get(path, headers=eve)
    listed = await service.client.get("/api/agents", headers=eve)
    copied = await service.client.post(f"{path}/duplicate", headers=eve)

    assert [each["email"] for each in shared.json()["shares"]] == ["eve@x.org"]
    assert (seen.json()["right"], seen.json()["shares"]) == ("view", None)
    assert "Secret" not in seen.text + listed.text
    assert copied.status_code == 403


async def test_an_agent_takes_no_more_than_it_has(service: Service) -> None:
    headers = await service.register()

    for name in ("owner", "version", "shares", "id"):
        body = {**SCRIBE, name: "x"}
        reply = await service.client.post("/api/agents", json=body, headers=headers)
        assert reply.status_code == 422


async def test_agents_are_duplicated_and_deleted(service: Service) -> None:
    headers = await service.register()
    made = (await service.client.post("/api/agents", json=SCRIBE, headers=headers)).json()
    path = f"/api/agents/{made['id']}"

    copy = await service.client.post(f"{path}/duplicate", headers=headers)
    deleted = await service.client.delete(path, headers=headers)
    left = await service.client.get("/api/agents", headers=headers)

    assert (copy.json()["name"], deleted.status_code) == ("Copy of Scribe", 204)
    assert [each["name"] for each in left.json()["agents"]] == ["Copy of Scribe"]


async def test_a_call_is_agreed_to_over_http(service: Service) -> None:
    tool = ScriptedTool(approval="ask")
    service.house.tools.append(tool)
    headers = await service.register()
    service.house.model.scripts += [calling(("c", "act", "{}")), saying("Done.")]
    chat = (await service.client.post("/api/conversations", json={}, headers=headers)).json()["id"]
    path = f"/api/conversations/{chat}/messages"
    await service.client.post(path, json={"text": "hi", "tools": ["act"]}, headers=headers)
    await service.house.jobs.all_done()
    answer = (await service.client.get(path, headers=headers)).json()["messages"][-1]
    run = answer["parts"][0]

    decision = {"call_id": run["id"], "digest": run["digest"], "decision": "allow"}
    decided = await service.client.post(
        f"{path}/{answer['id']}/decisions", json=decision, headers=headers
    )
    await service.house.jobs.all_done()

    assert (answer["state"], run["state"]) == ("asking", "asking")
    assert decided.json()["state"] == "streaming"
    after = (await service.client.get(path, headers=headers)).json()["messages"][-1]
    assert (after["state"], after["parts"][0]["output"]) == ("complete", "acted")


async def test_files_of_an_agent_are_named_to_its_editors_and_read_by_its_users(
    service: Service,
) -> None:
    ada = await service.register()
    eve = await service.register(email="eve@x.org")
    file = await uploaded(service, ada)
    name = file.rpartition("/")[2]
    made = await service.client.post("/api/agents", json={**SCRIBE, "files": [name]}, headers=ada)
    path = f"/api/agents/{made.json()['id']}"
    before = await service.client.get(f"{file}/text", headers=eve)

    shares = {"shares": [{"email": "eve@x.org", "right": "view"}]}
    await service.client.put(f"{path}/shares", json=shares, headers=ada)
    seen = await service.client.get(path, headers=eve)
    text = await service.client.get(f"{file}/text", headers=eve)
    whole = await service.client.get(f"{file}/content", headers=eve)
    edit = {"version": 2, "agent": SCRIBE}
    without = await service.client.put(path, json=edit, headers=ada)

    assert [each["file_id"] for each in made.json()["files"]] == [name]
    assert (before.status_code, seen.json()["files"]) == (404, None)
    assert (text.text, whole.status_code) == ("words", 404)
    assert without.json()["files"] == []
