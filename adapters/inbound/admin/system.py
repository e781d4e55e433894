"""The system itself: what runs, what it stands on, its settings, and a proof of its books."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from fastapi import APIRouter, Query
from pydantic import BaseModel

from adapters.inbound.admin.use_cases import Caller, UseCases
from application.admin.read_system import DAYS_MAX, SystemState
from domain.audit.entry import Act
from domain.system.instance import ServiceName

router = APIRouter(prefix="/admin/api/system", tags=["system"])


class StoreOut(BaseModel):
    """`problem` is why it does not answer; `size` and `bytes_max` are bytes."""

    name: str
    is_embedded: bool
    version: str | None
    latency_ms: float | None
    size: int | None
    bytes_max: int | None
    problem: str | None


class InstanceOut(BaseModel):
    id: str
    service: ServiceName
    version: str
    host: str
    pid: int
    started_at: datetime
    seen_at: datetime
    open_requests: int
    unbooked: int
    is_leaving: bool


class BacklogOut(BaseModel):
    """`null` where the store that knows it is away."""

    unbooked: int | None
    open_batches: int | None
    untidy: int | None
    running_answers: int | None


class BackupOut(BaseModel):
    """`details` are what the command said of it: documents, bytes, whether it is sealed."""

    at: datetime
    details: dict[str, str]

    @classmethod
    def of(cls, act: Act | None) -> Self | None:
        return None if act is None else cls(at=act.at, details=dict(act.details))


class SystemOut(BaseModel):
    version: str
    documents_version: int | None
    documents_known: int
    stores: list[StoreOut]
    instances: list[InstanceOut] | None
    backlog: BacklogOut
    last_backup: BackupOut | None
    last_restore: BackupOut | None


class SettingOut(BaseModel):
    name: str
    value: str
    source: str
    is_secret: bool


class BooksOut(BaseModel):
    """`wrong` are sums that are not what their rows say, and rows that are not their price."""

    since: date
    rows: int
    sums: int
    wrong: int
    verdict: Literal["right", "wrong"]


@router.get("", operation_id="readSystem")
async def read_system(use: UseCases, by: Caller) -> SystemOut:
    return _system(await use.system.read(by=by))


@router.get("/settings", operation_id="listSettings")
async def list_settings(use: UseCases, by: Caller) -> list[SettingOut]:
    """Those in effect, and where each came from. Secrets are not told."""
    del by  # whoever is signed in
    return [
        SettingOut(name=each.name, value=each.value, source=each.source, is_secret=each.is_secret)
        for each in use.system.settings()
    ]


@router.get("/books", operation_id="verifyBooks")
async def verify_books(
    use: UseCases, by: Caller, days: Annotated[int, Query(ge=1, le=DAYS_MAX)] = 31
) -> BooksOut:
    since, audit = await use.system.verify_books(days=days, by=by)
    wrong = len(audit.differences) + len(audit.miscalculated)
    return BooksOut(
        since=since,
        rows=audit.rows,
        sums=audit.sums,
        wrong=wrong,
        verdict="right" if audit.is_good else "wrong",
    )


def _system(state: SystemState) -> SystemOut:
    backlog = state.backlog
    return SystemOut(
        version=state.version,
        documents_version=state.documents_version,
        documents_known=state.documents_known,
        stores=[
            StoreOut(
                name=each.name,
                is_embedded=each.is_embedded,
                version=each.version,
                latency_ms=each.latency_ms,
                size=each.size,
                bytes_max=each.bytes_max,
                problem=each.problem,
            )
            for each in state.stores
        ],
        instances=None
        if state.instances is None
        else [
            InstanceOut(
                id=each.id,
                service=each.service,
                version=each.version,
                host=each.host,
                pid=each.pid,
                started_at=each.started_at,
                seen_at=each.seen_at,
                open_requests=each.open_requests,
                unbooked=each.unbooked,
                is_leaving=each.is_leaving,
            )
            for each in state.instances
        ],
        backlog=BacklogOut(
            unbooked=backlog.unbooked,
            open_batches=backlog.open_batches,
            untidy=backlog.untidy,
            running_answers=backlog.running_answers,
        ),
        last_backup=BackupOut.of(state.last_backup),
        last_restore=BackupOut.of(state.last_restore),
    )
