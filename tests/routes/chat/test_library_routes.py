from tests.routes.chat.service import Service

SUM = {"name": " Sum  up ", "command": "/sum", "text": " Sum up {{what}}. "}


async def test_a_prompt_from_its_making_to_its_end(service: Service) -> None:
    ada = await service.register()
    client = service.client

    made = await client.post("/api/prompts", json=SUM, headers=ada)
    again = await client.post("/api/prompts", json=SUM, headers=ada)
    path = f"/api/prompts/{made.json()['id']}"
    edit = {**SUM, "name": "Shorter", "version": 1}
    edited = await client.put(path, json=edit, headers=ada)
    listed = await client.get("/api/prompts", headers=ada)
    gone = await client.delete(path, headers=ada)

    assert made.status_code == 201
    told = made.json()
    assert (told["name"], told["command"], told["text"], told["own"]) == (
        "Sum up",
        "sum",
        "Sum up {{what}}.",
        True,
    )
    assert again.status_code == 409
    assert edited.json()["name"] == "Shorter"
    assert listed.json() == {"prompts": [edited.json()], "teams": []}
    assert gone.status_code == 204
    assert (await client.delete(path, headers=ada)).status_code == 404


async def test_a_preset_and_a_chat_that_begins_with_it(service: Service) -> None:
    ada = await service.register()
    client = service.client
    cool = {"temperature": 0.2, "top_p": None, "max_output_tokens": 50, "effort": None}
    body = {"name": "Careful", "model": "large", "parameters": cool, "tools": ["clock", "clock"]}

    made = await client.post("/api/presets", json=body, headers=ada)
    listed = await client.get("/api/presets", headers=ada)
    started = {"model": "large", "parameters": cool}
    chat = (await client.post("/api/conversations", json=started, headers=ada)).json()
    path = f"/api/conversations/{chat['id']}"
    hot = {"temperature": 1.0}
    changed = await client.patch(path, json={"parameters": hot}, headers=ada)
    wrong = await client.patch(path, json={"parameters": {"temperature": 9.0}}, headers=ada)
    gone = await client.delete(f"/api/presets/{made.json()['id']}", headers=ada)

    assert made.status_code == 201
    assert (made.json()["tools"], made.json()["parameters"]) == (["clock"], cool)
    assert listed.json() == {"presets": [made.json()]}
    assert chat["parameters"] == cool
    assert changed.json()["parameters"]["temperature"] == 1.0
    assert changed.json()["parameters"]["max_output_tokens"] is None
    assert wrong.status_code == 400
    assert gone.status_code == 204
    assert (await client.get("/api/presets", headers=ada)).json() == {"presets": []}


async def test_more_models_answer_a_question(service: Service) -> None:
    ada = await service.register()
    sent = await service.send(ada)
    path = f"{sent['path']}/{sent['message']}/answers"

    begun = await service.client.post(path, json={"models": ["small", "large"]}, headers=ada)
    none = await service.client.post(path, json={"models": []}, headers=ada)
    await service.house.jobs.all_done()

    assert begun.status_code == 202
    answers = begun.json()["answers"]
    assert [each["model"] for each in answers] == ["small", "large"]
    assert all(len(each["sibling_ids"]) == 3 for each in answers)
    assert none.status_code == 422
