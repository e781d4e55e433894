from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from adapters.inbound.http.errors import STATUS_BY_ERROR, said, status_of
from domain.accounts.session import RefreshReused
from domain.errors import DomainError, NotFound, RateLimited, Unavailable
from tests.unit.adapters.inbound.http.service_client import NEW_ID, a_service, client_of


def every_kind(kind: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    for each in kind.__subclasses__():
        yield each
        yield from every_kind(each)


@pytest.mark.parametrize("kind", list(every_kind()), ids=lambda kind: kind.__name__)
def test_every_kind_of_error_has_a_status(kind: type[DomainError]) -> None:
    assert status_of(kind("why")) in STATUS_BY_ERROR.values()


def test_a_kind_of_its_own_has_its_familys_status() -> None:
    assert RefreshReused not in STATUS_BY_ERROR
    assert status_of(RefreshReused("over")) == 401


@pytest.mark.parametrize(
    ("error", "status", "code", "retry_after"),
    [
        (NotFound("no cat 'tom'"), 404, "not_found", None),
        (RateLimited("slowly", retry_after_s=7), 429, "rate_limited", "7"),
        (Unavailable("away"), 503, "unavailable", "2"),
    ],
)
async def test_a_domain_error_is_told_in_the_envelope(
    error: DomainError, status: int, code: str, retry_after: str | None
) -> None:
    app = a_service()

    @app.get("/fail")
    async def fail() -> None:  # pyright: ignore[reportUnusedFunction] - a route
        raise error

    async with client_of(app) as client:
        reply = await client.get("/fail")

    envelope = {"code": code, "message": str(error), "request_id": NEW_ID}
    assert (reply.status_code, reply.json()) == (status, {"error": envelope})
    assert reply.headers.get("retry-after") == retry_after
    assert reply.headers["x-request-id"] == NEW_ID


async def test_a_bug_is_told_without_its_words() -> None:
    app = a_service()

    @app.get("/fail")
    async def fail() -> None:  # pyright: ignore[reportUnusedFunction] - a route
        raise KeyError("the secret")

    async with client_of(app) as client:
        reply = await client.get("/fail")

    assert (reply.status_code, reply.json()["error"]["code"]) == (500, "internal")
    assert reply.json()["error"]["request_id"] == NEW_ID
    assert "secret" not in reply.text


class Secret(BaseModel):
    password: int


async def test_a_bad_body_is_described_without_its_values() -> None:
    app = a_service()

    @app.post("/body")
    async def body(body: Secret) -> None:  # pyright: ignore[reportUnusedFunction] - a route
        del body

    async with client_of(app) as client:
        reply = await client.post("/body", json={"password": "hunter2"})

    assert (reply.status_code, reply.json()["error"]["code"]) == (422, "invalid")
    assert reply.json()["error"]["message"].startswith("body.password: ")
    assert "hunter2" not in reply.text


def test_what_a_client_sent_is_repeated_in_few_words() -> None:
    assert said(NotFound("there is no model 'm'")) == "there is no model 'm'"
    assert len(said(NotFound("x" * 1_000))) == 1_000
    assert said(NotFound("x" * 1_001)) == "x" * 1_000 + "…"


async def test_a_field_that_nobody_knows_is_named_in_few_words() -> None:
    class Strict(BaseModel, extra="forbid"):
        pass

    app = a_service()

    @app.post("/body")
    async def body(body: Strict) -> None:  # pyright: ignore[reportUnusedFunction] - a route
        del body

    async with client_of(app) as client:
        reply = await client.post("/body", json={"k" * 100_000: 1})

    assert reply.status_code == 422
    assert reply.json()["error"]["message"].startswith("body.kkk")
    assert len(reply.text) < 500


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [("GET", "/nowhere", 404, "not_found"), ("POST", "/healthz", 405, "method_not_allowed")],
)
async def test_unknown_paths_and_methods_are_told_in_the_envelope(
    method: str, path: str, status: int, code: str
) -> None:
    async with client_of(a_service()) as client:
        reply = await client.request(method, path)

    error = reply.json()["error"]
    assert (reply.status_code, error["code"], error["request_id"]) == (status, code, NEW_ID)
