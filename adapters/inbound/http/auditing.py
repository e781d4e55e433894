"""Routes whose calls are noted in the audit log, whatever came of them.

Nothing is done while the log cannot be reached. Requests of nobody are not noted: strangers
would fill the log. Nor are tries to sign in that were not looked at, as there were too many.
"""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, TypeVar

import structlog
from fastapi import Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from typing_extensions import override

from adapters.inbound.http.place import place_of
from adapters.inbound.http.request_id import request_id_of
from application.audit.record_act import RecordAct, Witnessed
from domain.accounts.session import RefreshReused
from domain.audit.entry import Outcome, Party, PartyKind
from domain.errors import DomainError, RateLimited, Unavailable, UpstreamFailed

Endpoint = TypeVar("Endpoint", bound=Callable[..., object])
Handle = Callable[[Request], Coroutine[Any, Any, Response]]

_log = structlog.get_logger("audit")


@dataclass(slots=True)
class Note:
    """What a route says of an act, while it does it. Secrets and names of people stay out."""

    actor: Party | None = None
    address: str = ""
    subject: Party | None = None
    details: dict[str, str] = field(default_factory=dict[str, str])

    def say(self, **details: object) -> None:
        """`None` is left out."""
        told = {name: str(value) for name, value in details.items() if value is not None}
        self.details.update(told)


def note_of(request: Request) -> Note:
    """One for each request."""
    found = getattr(request.state, "note", None)
    if found is None:
        found = request.state.note = Note()
    assert isinstance(found, Note)
    return found


async def _noted(request: Request) -> Note:
    return note_of(request)


Noted = Annotated[Note, Depends(_noted)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """How an act is told of. `only` names the failures that are noted, where others are not."""

    subject: PartyKind | None
    id_in: str | None
    only: frozenset[str] | None


DECLARED: Final[dict[Callable[..., object], Declared]] = {}


def audited(
    subject: PartyKind | None = None,
    *,
    id_in: str | None = None,
    only: frozenset[str] | None = None,
) -> Callable[[Endpoint], Endpoint]:
    """Mark a route's function; `id_in` is the name in the path that says upon whom it acts."""

    def mark(endpoint: Endpoint) -> Endpoint:
        DECLARED[endpoint] = Declared(subject=subject, id_in=id_in, only=only)
        return endpoint

    return mark


class AuditedRoute(APIRoute):
    """For routers some of whose functions are marked by `audited`."""

    @override
    def get_route_handler(self) -> Handle:
        handle = super().get_route_handler()
        declared = DECLARED.get(self.endpoint)
        if declared is None:
            return handle
        action = self.operation_id or self.name

        async def witness(request: Request) -> Response:
            record = request.app.state.record_act
            assert isinstance(record, RecordAct)
            await record.ready()
            try:
                response = await handle(request)
            except Exception as error:
                await _note(record, request, declared, action, error)
                raise
            await _note(record, request, declared, action, None)
            return response

        return witness


async def _note(
    record: RecordAct,
    request: Request,
    declared: Declared,
    action: str,
    error: Exception | None,
) -> None:
    note = note_of(request)
    if isinstance(error, RefreshReused):
        kind: PartyKind = "administrator" if record.service == "admin" else "user"
        note.actor = Party(kind=kind, id=error.account)
    code = _code(error)
    if declared.only is not None and code not in declared.only:
        return
    if note.actor is None and (not note.address or isinstance(error, RateLimited)):
        return
    entry = await record(
        Witnessed(
            action=action,
            outcome=_outcome(error),
            actor=note.actor,
            address=note.address,
            subject=note.subject or _subject(declared, request.path_params),
            code=code,
            details=note.details,
            place=place_of(request),
            request=request_id_of(request),
        )
    )
    # The service's own log bears witness to how far the chain went.
    _log.info("audited", number=entry.number, digest=entry.digest, action=action)


def _subject(declared: Declared, given: Mapping[str, object]) -> Party | None:
    if declared.subject is None:
        return None
    name = "" if declared.id_in is None else str(given.get(declared.id_in, ""))
    return Party(kind=declared.subject, id=name[:64])


def _outcome(error: Exception | None) -> Outcome:
    if error is None:
        return "done"
    if isinstance(error, RequestValidationError):
        return "refused"
    is_ours = isinstance(error, DomainError) and not isinstance(error, Unavailable | UpstreamFailed)
    return "refused" if is_ours else "failed"


def _code(error: Exception | None) -> str | None:
    if error is None:
        return None
    if isinstance(error, DomainError):
        return error.code
    return "invalid" if isinstance(error, RequestValidationError) else "internal"
