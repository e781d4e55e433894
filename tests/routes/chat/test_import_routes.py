import pytest

from tests import exports
from tests.routes.chat.service import Service


async def test_an_export_is_read_as_it_arrives_and_its_chats_are_in_the_list(
    service: Service,
) -> None:
    ada = await service.register()
    data = exports.as_zip(exports.chatgpt(), exports.claude(), {"title": "Strange"})

    first = await service.client.post("/api/imports", content=data, headers=ada)
    second = await service.client.post("/api/imports", content=data, headers=ada)

    told = first.json()
    assert first.status_code == 200
    assert (told["imported"], told["present"], told["skipped"]) == (2, 0, 1)
    assert (second.json()["imported"], second.json()["present"]) == (0, 2)
    listed = (await service.client.get("/api/conversations", headers=ada)).json()["items"]
    assert {each["id"] for each in listed} == {
        each["conversation_id"] for each in told["chats"] if each["outcome"] == "imported"
    }


async def test_a_file_that_is_no_export_is_refused_in_words(service: Service) -> None:
    ada = await service.register()

    refused = await service.client.post("/api/imports", content=b"<html>", headers=ada)

    assert refused.status_code == 400
    assert "no list of chats" in refused.json()["error"]["message"]
    assert (await service.client.post("/api/imports", content=b"[]")).status_code == 401


async def test_rel_01_a_longer_body_than_others_may_be_is_read_and_an_endless_one_is_not(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await service.register()
    monkeypatch.setattr("adapters.inbound.chat.imports.IMPORT_BYTES_MAX", 3 * 1024**2)

    long = await service.client.post(
        "/api/imports", content=b"[" + b" " * (2 * 1024**2) + b"]", headers=ada
    )
    endless = await service.client.post(
        "/api/imports", content=b"[" + b" " * (4 * 1024**2), headers=ada
    )

    assert long.status_code == 200
    assert endless.status_code == 413
