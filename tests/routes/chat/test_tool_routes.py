from tests.routes.chat.service import Service
from tests.unit.application.chat.scripted_model import saying
from tests.unit.application.chat.scripted_tools import calling


async def test_tools_are_listed_for_people_who_are_signed_in(service: Service) -> None:
    headers = await service.register()

    listed = await service.client.get("/api/tools", headers=headers)

    assert [tool["name"] for tool in listed.json()["tools"]] == ["calculator"]
    assert (await service.client.get("/api/tools")).status_code == 401


async def test_a_run_is_told_with_what_went_in_and_came_out(service: Service) -> None:
    headers = await service.register()
    service.house.model.scripts += [
        calling(("c", "calculator", '{"expression": "1+1"}')),
        saying("2"),
    ]
    chat = (await service.client.post("/api/conversations", json={}, headers=headers)).json()["id"]
    path = f"/api/conversations/{chat}/messages"

    sent = await service.client.post(
        path, json={"text": "hi", "tools": ["calculator"]}, headers=headers
    )
    generation = sent.json()["generation_id"]
    events = await service.client.get(f"/api/generations/{generation}/events", headers=headers)
    await service.house.jobs.all_done()

    answer = (await service.client.get(path, headers=headers)).json()["messages"][-1]
    run = answer["parts"][0]
    assert run | {"digest": ""} == {
        "type": "tool_run",
        "id": "c",
        "name": "calculator",
        "title": "Calculator",
        "arguments": '{"expression": "1+1"}',
        "state": "done",
        "output": "2",
        "sources": [],
        "files": [],
        "lasted_ms": 0,
        "digest": "",
    }
    assert '"type":"tool_run"' in events.text


async def test_an_answer_may_be_made_again_with_tools(service: Service) -> None:
    headers = await service.register()
    service.house.model.scripts += [saying("one"), saying("two")]
    sent = await service.send(headers)
    await service.house.jobs.all_done()
    messages = (await service.client.get(sent["path"], headers=headers)).json()["messages"]

    again = await service.client.post(
        f"{sent['path']}/{messages[-1]['id']}/regenerate",
        json={"tools": ["calculator"]},
        headers=headers,
    )
    await service.house.jobs.all_done()

    assert again.status_code == 202
    assert len(service.house.model.prompts[-1].tools) == 1
