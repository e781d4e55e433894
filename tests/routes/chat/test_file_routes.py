"""SEC-17, SEC-25: files over HTTP are saved and never shown, and their names split nothing."""

import httpx2
import pytest

from domain.files.file import CHUNK_BYTES, PIECE_BYTES_MAX
from tests.pictures import png
from tests.routes.chat.service import Service

EVE = {"email": "eve@x.org"}
Headers = dict[str, str]


async def uploaded(
    service: Service, headers: Headers, data: bytes = b"words", name: str = "a.txt"
) -> str:
    started = await service.client.post(
        "/api/files", json={"name": name, "size": len(data)}, headers=headers
    )
    assert started.status_code == 201
    path = f"/api/files/{started.json()['id']}"
    sent = await service.client.put(f"{path}/content?offset=0", content=data, headers=headers)
    assert sent.json()["received"] == len(data)
    assert (await service.client.post(f"{path}/finish", headers=headers)).status_code == 200
    return path


async def test_a_file_is_uploaded_attached_shown_in_the_thread_and_taken_away(
    service: Service,
) -> None:
    headers = await service.register()
    path = await uploaded(service, headers)
    chat = (await service.client.post("/api/conversations", json={}, headers=headers)).json()
    messages = f"/api/conversations/{chat['id']}/messages"
    said = {"text": "look", "file_ids": [path.rpartition("/")[2]]}

    sent = await service.client.post(messages, json=said, headers=headers)
    listed = (await service.client.get("/api/files", headers=headers)).json()
    deleted = await service.client.delete(path, headers=headers)

    assert sent.status_code == 202
    file, words = sent.json()["message"]["parts"]
    assert (file["type"], file["name"], file["kind"]) == ("file", "a.txt", "document")
    assert words == {"type": "text", "text": "look"}
    assert listed["items"][0]["used_in"] == [{"id": chat["id"], "title": "look"}]
    assert listed["bytes_used"] == 5
    assert deleted.status_code == 204
    assert (await service.client.get(path, headers=headers)).status_code == 404


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"<html><script>alert(1)</script></html>", "a.png", "application/octet-stream"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "application/octet-stream"),
        (b"%PDF-1.4 rubbish", "a.pdf", "application/octet-stream"),
        (png(2, 2), "a.html", "image/png"),
    ],
)
async def test_a_download_is_saved_and_never_shown(
    service: Service, data: bytes, name: str, kind: str
) -> None:
    headers = await service.register()
    path = await uploaded(service, headers, data, name)

    reply = await service.client.get(f"{path}/content", headers=headers)

    assert reply.content == data
    assert reply.headers["content-type"] == kind
    assert reply.headers["content-disposition"] == f"attachment; filename*=UTF-8''{name}"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in reply.headers["content-security-policy"]
    assert reply.headers["cache-control"] == "private, no-store"


async def test_a_name_cannot_split_a_header(service: Service) -> None:
    headers = await service.register()
    path = await uploaded(service, headers, name='a"\r\nset-cookie: x=1;\u202e.txt')

    reply = await service.client.get(f"{path}/content", headers=headers)

    assert "set-cookie" not in reply.headers
    assert reply.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''a%20set-cookie%20x%3D1%20.txt"
    )


async def test_renditions_are_there_where_there_are_some(service: Service) -> None:
    headers = await service.register()
    picture = await uploaded(service, headers, png(9, 9), "a.png")
    paper = await uploaded(service, headers)

    thumbnail = await service.client.get(f"{picture}/thumbnail", headers=headers)
    text = await service.client.get(f"{paper}/text", headers=headers)
    none = await service.client.get(f"{paper}/thumbnail", headers=headers)

    assert thumbnail.content.startswith(b"\x89PNG") or thumbnail.content.startswith(b"\xff\xd8")
    assert text.text == "words"
    assert none.status_code == 404


async def test_a_strangers_file_answers_as_one_that_is_not_there(service: Service) -> None:
    ada = await service.register()
    eve = await service.register(**EVE)
    path = await uploaded(service, ada)

    for method, place in (
        ("GET", path),
        ("GET", f"{path}/content"),
        ("GET", f"{path}/text"),
        ("GET", f"{path}/thumbnail"),
        ("PUT", f"{path}/content?offset=0"),
        ("POST", f"{path}/finish"),
        ("DELETE", path),
    ):
        theirs = await service.client.request(method, place, content=b"x", headers=eve)
        nobodys = await service.client.request(
            method, place.replace(path, "/api/files/none"), content=b"x", headers=eve
        )
        assert (theirs.status_code, nobodys.status_code) == (404, 404), place
        assert code(theirs) == code(nobodys)
    assert (await service.client.get(path, headers=ada)).status_code == 200


def code(reply: httpx2.Response) -> str:
    return str(reply.json()["error"]["code"])


async def test_a_lost_answer_is_no_reason_to_begin_again(service: Service) -> None:
    headers = {**await service.register(), "idempotency-key": "k"}
    body = {"name": "a.bin", "size": CHUNK_BYTES + 1}
    first = (await service.client.post("/api/files", json=body, headers=headers)).json()
    place = f"/api/files/{first['id']}/content"
    await service.client.put(f"{place}?offset=0", content=b"x" * CHUNK_BYTES, headers=headers)

    again = (await service.client.post("/api/files", json=body, headers=headers)).json()
    repeated = await service.client.put(
        f"{place}?offset=0", content=b"x" * CHUNK_BYTES, headers=headers
    )

    assert (again["id"], again["received"]) == (first["id"], CHUNK_BYTES)
    assert repeated.status_code == 409


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "a", "size": 0}, 400),
        ({"name": "a", "size": 10**12}, 400),
        ({"name": "a", "size": "5"}, 422),
        ({"name": "a", "size": -1}, 422),
        ({"name": {"$ne": None}, "size": 5}, 422),
        ({"name": "a", "size": 5, "owner": "eve"}, 422),
    ],
)
async def test_what_cannot_be_a_file_is_refused(
    service: Service, body: dict[str, object], status: int
) -> None:
    headers = await service.register()

    reply = await service.client.post("/api/files", json=body, headers=headers)

    assert reply.status_code == status


async def test_a_piece_has_an_end(service: Service) -> None:
    headers = await service.register()
    body = {"name": "a.bin", "size": 2_000_000}
    started = (await service.client.post("/api/files", json=body, headers=headers)).json()

    reply = await service.client.put(
        f"/api/files/{started['id']}/content?offset=0",
        content=b"x" * (PIECE_BYTES_MAX + 1),
        headers=headers,
    )

    assert reply.status_code == 413


async def test_the_limits_are_told(service: Service) -> None:
    headers = await service.register()

    limits = (await service.client.get("/api/files/limits", headers=headers)).json()

    assert limits["file_bytes_max"] == 2_000_000
    assert limits["piece_bytes_max"] == PIECE_BYTES_MAX
