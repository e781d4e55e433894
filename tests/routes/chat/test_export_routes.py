from urllib.parse import quote

from tests.routes.chat.service import Service
from tests.unit.application.chat.scripted_model import saying


async def test_a_chat_is_a_page_or_a_document_under_its_own_name(service: Service) -> None:
    service.house.model.scripts.append(saying("Sì."))
    ada = await service.register()
    sent = await service.send(ada, "Lisbona è bella?")
    await service.house.jobs.all_done()
    path = f"/api/conversations/{sent['chat']}/export"

    page = await service.client.get(path, headers=ada)
    document = await service.client.get(path, params={"format": "json"}, headers=ada)
    wrong = await service.client.get(path, params={"format": "pdf"}, headers=ada)

    assert page.headers["content-type"] == "text/markdown; charset=utf-8"
    name = quote("Lisbona è bella.md")
    assert page.headers["content-disposition"] == f"attachment; filename*=UTF-8''{name}"
    assert page.text.startswith("# Lisbona è bella?\n\n## You\n")
    assert document.headers["content-disposition"].endswith(".json")
    assert [each["role"] for each in document.json()["messages"]] == ["user", "assistant"]
    assert wrong.status_code == 422


async def test_everything_is_one_list(service: Service) -> None:
    ada = await service.register()
    nothing = await service.client.get("/api/export", headers=ada)
    service.house.model.scripts += [saying("a"), saying("b")]
    sent = [await service.send(ada), await service.send(ada)]
    await service.house.jobs.all_done()

    everything = await service.client.get("/api/export", headers=ada)

    assert nothing.json() == []
    assert {each["id"] for each in everything.json()} == {each["chat"] for each in sent}
    assert [len(each["messages"]) for each in everything.json()] == [2, 2]
