"""No act of the administration without an entry in the audit log, nor a sensitive one in chat."""

from typing import Final

from fastapi.routing import APIRoute

from adapters.inbound.admin.app import create_app as create_admin
from adapters.inbound.chat.app import create_app as create_chat
from adapters.inbound.http.auditing import DECLARED, AuditedRoute
from tests.api_routes import api_routes
from tests.unit.application.admin.admin_house import AdminHouse
from tests.unit.application.chat.chat_house import House

READING: Final = {"GET", "HEAD", "OPTIONS"}
NOT_NOTED: Final = {"signOut", "saveView"}
"""One ends the caller's own session, known by a cookie alone; one is how they like tables."""
SENSITIVE: Final = {
    *("register", "signIn", "refresh", "changePassword", "deleteMe"),
    *("createOwnKey", "rotateOwnKey", "revokeOwnKey", "revokeSession", "revokeOtherSessions"),
}


def is_audited(route: APIRoute) -> bool:
    return isinstance(route, AuditedRoute) and route.endpoint in DECLARED


def test_every_act_of_the_administration_is_noted() -> None:
    routes = api_routes(create_admin(AdminHouse().use).routes)
    acts = [each for each in routes if (each.methods or set()) - READING]

    assert len(acts) > 15
    assert {each.operation_id for each in acts if not is_audited(each)} == NOT_NOTED


def test_every_sensitive_act_of_the_chat_is_noted() -> None:
    routes = api_routes(create_chat(House().use).routes)

    assert {each.operation_id for each in routes if is_audited(each)} >= SENSITIVE


def test_an_act_upon_somebody_says_upon_whom_by_a_part_of_its_path() -> None:
    for app in (create_admin(AdminHouse().use), create_chat(House().use)):
        for route in api_routes(app.routes):
            if is_audited(route):
                name = DECLARED[route.endpoint].id_in
                assert name is None or f"{{{name}}}" in route.path, route.path
