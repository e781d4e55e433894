from tests.routes.chat.service import Service

PATH = "/api/memory"


async def test_memory_is_switched_filled_changed_and_emptied_by_its_person(
    service: Service,
) -> None:
    headers = await service.register()
    client = service.client
    before = (await client.get(PATH, headers=headers)).json()

    await client.put(PATH, json={"is_on": True}, headers=headers)
    added = await client.post(f"{PATH}/facts", json={"text": "Likes tea"}, headers=headers)
    place = f"{PATH}/facts/{added.json()['facts'][0]['id']}"
    changed = await client.put(place, json={"text": "Likes coffee"}, headers=headers)
    forgotten = await client.delete(place, headers=headers)

    assert before == {"is_on": False, "facts": []}
    assert added.status_code == 201
    assert [each["text"] for each in changed.json()["facts"]] == ["Likes coffee"]
    assert forgotten.json() == {"is_on": True, "facts": []}
    assert (await client.delete(place, headers=headers)).status_code == 404
    assert (await client.get(PATH)).status_code == 401
