import json

import pytest

from adapters.inbound.http.shutdown import Shutdown
from entrypoints import admin, chat, openapi, relay
from entrypoints.settings import Settings


def paths_of(service: str) -> set[str]:
    return set(json.loads(openapi.document(service))["paths"])


def test_the_chat_service_can_be_wired_and_documented() -> None:
    assert "/api/conversations/{id}/messages" in paths_of("chat")


def test_the_admin_service_can_be_wired_and_documented() -> None:
    assert {"/admin/api/users", "/admin/api/keys", "/admin/api/overview"} <= paths_of("admin")


@pytest.mark.parametrize("local_model", [True, False])
def test_every_service_can_be_wired_under_every_profile(*, local_model: bool) -> None:
    settings = Settings(local_model=local_model)

    for create in (chat.create, admin.create, relay.create):
        assert create(settings, Shutdown()) is not None
