from tests.routes.chat.service import Service
from tests.unit.application.chat.scripted_model import saying


async def test_what_was_said_is_found_with_its_place(service: Service) -> None:
    ada = await service.register()
    eve = await service.register(email="eve@x.org")
    service.house.model.scripts.append(saying("By tram."))
    sent = await service.send(ada, "How do I get to Belém?")
    await service.house.jobs.all_done()

    found = await service.client.get("/api/search", params={"q": "belem"}, headers=ada)
    nothing = await service.client.get("/api/search", params={"q": "belem"}, headers=eve)

    [one] = found.json()["found"]
    assert (one["conversation_id"], one["shelf"], one["more"]) == (sent["chat"], "open", 0)
    assert {"text": "Belém", "marked": True} in one["title"]
    [hit] = one["hits"]
    assert (hit["message_id"], hit["role"]) == (sent["message"], "user")
    assert [piece["text"] for piece in hit["excerpt"] if piece["marked"]] == ["Belém"]
    assert nothing.json() == {"found": []}


async def test_of_many_hits_the_best_are_shown_and_the_others_counted(service: Service) -> None:
    ada = await service.register()
    service.house.model.scripts += [saying("no")] * 7
    sent = await service.send(ada, "tram 0")
    await service.house.jobs.all_done()
    for number in range(1, 7):
        body = {"text": f"tram {number}", "parent_id": sent["message"]}
        await service.client.post(sent["path"], json=body, headers=ada)
        await service.house.jobs.all_done()

    [one] = (await service.client.get("/api/search", params={"q": "tram"}, headers=ada)).json()[
        "found"
    ]

    assert len(one["hits"]) == 5
    assert one["more"] == 2


async def test_nothing_and_too_much_are_refused(service: Service) -> None:
    ada = await service.register()

    for text in ("", "x" * 201):
        reply = await service.client.get("/api/search", params={"q": text}, headers=ada)
        assert reply.status_code == 422
    odd = await service.client.get("/api/search", params={"q": "(a+)+$ \x00 $ne"}, headers=ada)
    assert odd.json() == {"found": []}
