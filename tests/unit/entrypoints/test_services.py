import json
from functools import cache
from pathlib import Path

import pytest

from adapters.inbound.http.shutdown import Shutdown
from entrypoints import admin, chat, openapi, relay
from entrypoints.settings import Settings

ROOT = Path(__file__).parents[3]


document_of = cache(openapi.document)


pytestmark = pytest.mark.exhaustive


def paths_of(service: str) -> set[str]:
    return set(json.loads(document_of(service))["paths"])


def test_the_chat_service_can_be_wired_and_documented() -> None:
    assert "/api/conversations/{id}/messages" in paths_of("chat")


def test_the_admin_service_can_be_wired_and_documented() -> None:
    assert {"/admin/api/users", "/admin/api/keys", "/admin/api/overview"} <= paths_of("admin")


@pytest.mark.parametrize("local_model", [True, False])
def test_every_service_can_be_wired_under_every_profile(*, local_model: bool) -> None:
    settings = Settings(local_model=local_model)

    for create in (chat.create, admin.create, relay.create):
        assert create(settings, Shutdown()) is not None


@pytest.mark.parametrize(("service", "interface"), [("chat", "webui"), ("admin", "admin-webui")])
def test_an_interface_has_the_services_own_document(service: str, interface: str) -> None:
    kept = (ROOT / interface / "openapi.json").read_text()

    assert kept == document_of(service), "run 'make openapi'"
