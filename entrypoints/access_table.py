"""Write who may use each route: `python -m entrypoints.access_table > docs/access.md`.

What lets a request in is read from the routes themselves. A test fails for a table that is stale,
and for a route that lets anybody in without being named here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, assert_never

from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from adapters.inbound.http.shutdown import Shutdown
from entrypoints import admin, chat, relay
from entrypoints.settings import Settings

Door: TypeAlias = Literal["anybody", "access token", "access token, proved anew", "relay key"]

_DOORS: Final[dict[str, Door]] = {
    "adapters.inbound.admin.use_cases._proved": "access token, proved anew",
    "adapters.inbound.admin.use_cases._identified": "access token",
    "adapters.inbound.admin.use_cases._setting_up": "access token",
    "adapters.inbound.chat.use_cases._signed_in": "access token",
    "adapters.inbound.relay.caller._payer": "relay key",
}
_READING: Final = {"GET", "HEAD", "OPTIONS"}

PUBLIC: Final[dict[tuple[str, str], str]] = {
    ("admin", "signIn"): "anybody: it is the way in",
    ("admin", "refresh"): "whoever has the refresh cookie",
    ("admin", "signOut"): "whoever has the refresh cookie",
    ("admin", "answerChallenge"): "whoever has just given the password, for the second step",
    ("chat", "answerChallenge"): "whoever has just given the password, for the second step",
    ("chat", "readWaysIn"): "anybody: the sign-in page asks what it may offer",
    ("chat", "askForReset"): "anybody: the letter goes to the account's address",
    ("chat", "setNewPassword"): "whoever has the link of a letter",
    ("chat", "verifyEmail"): "whoever has the link of a letter",
    ("chat", "beginAtProvider"): "anybody: it is a way in",
    ("chat", "signInByProvider"): "whom a provider named to the browser that was sent there",
    ("chat", "register"): "anybody, while registration is open",
    ("chat", "signIn"): "anybody: it is the way in",
    ("chat", "refresh"): "whoever has the refresh cookie",
    ("chat", "signOut"): "whoever has the refresh cookie",
    ("chat", "readShared"): "whoever has the link",
    ("relay", "refuse_upgrade"): "anybody: it refuses",
    ("relay", "nothing_else"): "anybody: it refuses",
}
"""Operations that need neither token nor key, and why that is right."""

PROBES: Final = {"/healthz", "/readyz", "/metrics", "/", "/v1", "/v1beta", "/api/hello"}
"""Alive, ready, counters (which the gateway leads nobody to), and what clients try first."""

UNSAID: Final = "ANYBODY, and nobody says why"

NARROWER: Final[dict[tuple[str, str], str]] = {
    ("admin", "listActs"): "root, auditor",
    ("admin", "verifyActs"): "root, auditor",
    ("admin", "exportActs"): "root, auditor",
    ("admin", "discoverModels"): "root, admin",
    ("admin", "createAdministrator"): "root",
    ("admin", "appointAdministrator"): "root",
    ("admin", "removeAdministrator"): "root",
    ("admin", "renewAdministratorsPassword"): "root",
    ("admin", "resetAdministratorsSecondFactor"): "root",
    ("chat", "copyShared"): "whoever is signed in and has the link",
}
"""Where the rule of a service does not say enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    service: str
    method: str
    path: str
    operation: str
    door: Door
    who: str


def rows() -> list[Row]:
    settings = Settings()
    apps: tuple[tuple[str, FastAPI], ...] = (
        ("chat", chat.create(settings, Shutdown())),
        ("admin", admin.http_app(settings, Shutdown())),
        ("relay", relay.create(settings, Shutdown())),
    )
    found = [row for service, app in apps for row in _rows_of(service, app.routes)]
    return sorted(found, key=lambda row: (row.service, row.path, row.method))


def _rows_of(service: str, routes: Sequence[BaseRoute]) -> Iterator[Row]:
    for each in routes:
        within = getattr(each, "original_router", None)
        if isinstance(within, APIRouter):
            yield from _rows_of(service, within.routes)
        elif isinstance(each, APIRoute):
            door = _door(each.dependant)
            operation = each.operation_id or each.name
            for method in sorted((each.methods or set()) - {"HEAD"}):
                yield Row(
                    service=service,
                    method=method,
                    path=each.path,
                    operation=operation,
                    door=door,
                    who=_who(service, method, each.path, operation, door),
                )


def _door(dependant: Dependant) -> Door:
    call = dependant.call
    name = f"{getattr(call, '__module__', '')}.{getattr(call, '__qualname__', '')}"
    if name in _DOORS:
        return _DOORS[name]
    for each in dependant.dependencies:
        if (door := _door(each)) != "anybody":
            return door
    return "anybody"


def _who(service: str, method: str, path: str, operation: str, door: Door) -> str:
    if (service, operation) in NARROWER:
        return NARROWER[service, operation]
    match door:
        case "anybody":
            return "anybody" if path in PROBES else PUBLIC.get((service, operation), UNSAID)
        case "relay key":
            return "a key whose scope has the endpoint"
        case "access token" | "access token, proved anew":
            return _who_signed_in(service, method, path)
        case _:
            assert_never(door)


def _who_signed_in(service: str, method: str, path: str) -> str:
    if service == "chat":
        return "its owner, or whom it is shared with" if "{" in path else "whoever is signed in"
    if path.startswith("/admin/api/me"):
        return "whoever is signed in"
    return "root, admin, auditor" if method in _READING else "root, admin"


def table() -> str:
    lines = [
        "# Who may use which route",
        "",
        "Made from the routes by `make openapi`. `tests/unit/entrypoints/test_access_table.py`",
        "fails when it is stale, or when a route lets anybody in that is not said to. What belongs",
        "to somebody else answers as if it were not there (404).",
        "",
        "| service | method | path | lets in | who |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {row.service} | {row.method} | `{row.path}` | {row.door} | {row.who} |"
        for row in rows()
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(table(), end="")  # noqa: T201 - its purpose
