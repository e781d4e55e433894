"""The audit log: who did what, and whether the log is as it was written."""

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import datetime
from typing import Annotated, Final, Literal, assert_never

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from adapters.inbound.admin.use_cases import Caller, UseCases
from adapters.inbound.http.auditing import AuditedRoute, Noted, audited
from application.audit.read_acts import NamedEntry
from domain.audit.act_filter import ActFilter
from domain.audit.entry import Outcome, Party, Service
from domain.json import write
from domain.paging import LIMIT_MAX
from domain.spreadsheet import line

router = APIRouter(prefix="/admin/api/audit", tags=["audit"], route_class=AuditedRoute)

Id = Annotated[str | None, Field(max_length=64)]
Format = Literal["csv", "json"]


class WantedActs(BaseModel):
    """`actor` and `subject` are ids. `until` is the first moment that is not wanted."""

    model_config = ConfigDict(extra="forbid")

    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    actor: Id = None
    subject: Id = None
    action: Id = None
    outcome: Outcome | None = None
    service: Service | None = None

    def filter(self) -> ActFilter:
        """Raises `Invalid`."""
        return ActFilter(
            since=self.since,
            until=self.until,
            actor=self.actor,
            subject=self.subject,
            action=self.action,
            outcome=self.outcome,
            service=self.service,
        )


class WantedPage(WantedActs):
    cursor: str | None = Field(default=None, max_length=500)
    limit: int = Field(default=50, ge=1, le=LIMIT_MAX)


class WantedExport(WantedActs):
    format: Format = "csv"


class PartyOut(BaseModel):
    """`name` is empty where nobody has the id any more, or nobody ever had."""

    kind: str
    id: str
    name: str


class EntryOut(BaseModel):
    """`digest` is of all that the entry says and of `previous`, the digest before it."""

    number: int
    at: datetime
    service: Service
    actor: PartyOut
    action: str
    subject: PartyOut | None
    outcome: Outcome
    code: str | None
    details: dict[str, str]
    place: str
    request_id: str
    previous: str
    digest: str


class EntriesOut(BaseModel):
    items: list[EntryOut]
    next_cursor: str | None


class VerificationOut(BaseModel):
    """`entries` are good; `broken` is the number of the first that is not, `null` if all are."""

    entries: int
    digest: str
    broken: int | None
    reason: str


def _party(party: Party, name: str) -> PartyOut:
    return PartyOut(kind=party.kind, id=party.id, name=name)


def _entry(named: NamedEntry) -> EntryOut:
    entry, act = named.entry, named.entry.act
    return EntryOut(
        number=entry.number,
        at=act.at,
        service=act.service,
        actor=_party(act.actor, named.actor_name),
        action=act.action,
        subject=None if act.subject is None else _party(act.subject, named.subject_name),
        outcome=act.outcome,
        code=act.code,
        details=dict(act.details),
        place=act.place,
        request_id=act.request,
        previous=entry.previous,
        digest=entry.digest,
    )


@router.get("", operation_id="listActs")
async def list_acts(
    caller: Caller, use: UseCases, wanted: Annotated[WantedPage, Query()]
) -> EntriesOut:
    """The last act first."""
    page = await use.audit.list_acts(
        wanted.filter(), cursor=wanted.cursor, limit=wanted.limit, by=caller
    )
    return EntriesOut(items=[_entry(each) for each in page.items], next_cursor=page.next_cursor)


@router.get("/verification", operation_id="verifyActs")
async def verify_acts(caller: Caller, use: UseCases) -> VerificationOut:
    """Look at every entry, from the first one on."""
    found = await use.audit.verify(by=caller)
    return VerificationOut(
        entries=found.entries, digest=found.digest, broken=found.broken, reason=found.reason
    )


@router.get("/export", operation_id="exportActs", response_class=StreamingResponse)
@audited("audit")
async def export_acts(
    caller: Caller, use: UseCases, note: Noted, wanted: Annotated[WantedExport, Query()]
) -> StreamingResponse:
    """All that fits, as one file: CSV that no spreadsheet takes for formulas, or a JSON list."""
    note.say(**wanted.model_dump(exclude_none=True))
    pages = await use.audit.export.begin(wanted.filter(), by=caller)
    match wanted.format:
        case "csv":
            told, kind = _as_csv(pages), "text/csv; charset=utf-8"
        case "json":
            told, kind = _as_json(pages), "application/json"
        case _:
            assert_never(wanted.format)
    saved = {"content-disposition": f'attachment; filename="audit.{wanted.format}"'}
    return StreamingResponse(told, media_type=kind, headers=saved)


_HEADER: Final = (
    *("number", "at", "service", "actor_kind", "actor_id", "actor_name", "action"),
    *("subject_kind", "subject_id", "subject_name", "outcome", "code", "details", "place"),
    *("request_id", "previous", "digest"),
)


async def _as_csv(pages: AsyncIterator[Sequence[NamedEntry]]) -> AsyncIterator[str]:
    yield line(_HEADER)
    async for page in pages:
        yield "".join(_lines(page))


def _lines(page: Sequence[NamedEntry]) -> Iterator[str]:
    for named in page:
        entry, act, subject = named.entry, named.entry.act, named.entry.act.subject
        yield line(
            (
                *(entry.number, act.at.isoformat(), act.service, act.actor.kind, act.actor.id),
                *(named.actor_name, act.action),
                *((subject.kind, subject.id) if subject else (None, None)),
                *(named.subject_name, act.outcome, act.code, write(act.details)),
                *(act.place, act.request, entry.previous, entry.digest),
            )
        )


async def _as_json(pages: AsyncIterator[Sequence[NamedEntry]]) -> AsyncIterator[str]:
    before = "["
    async for page in pages:
        for named in page:
            yield before + _entry(named).model_dump_json()
            before = ",\n"
    yield "[]" if before == "[" else "]"
