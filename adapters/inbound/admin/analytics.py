"""Who and what used how much. Money is a decimal string of nano-USD."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Final, Literal, assert_never

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.admin.use_cases import Caller, UseCases
from adapters.inbound.http.auditing import AuditedRoute, Noted, audited
from application.admin.analyse import Analysis, Dimension, Part
from domain.spreadsheet import line
from domain.transactions.totals import Totals

router = APIRouter(prefix="/admin/api/analytics", tags=["usage"], route_class=AuditedRoute)


class FiguresOut(BaseModel):
    """`saved` is what providers' caches made cheaper, less than nothing where writing cost more.

    Half, 95 % and 99 % of the good answers took at most so many ms, to within a tenth; `null`
    where there were none, or none since latencies are kept.
    """

    requests: int
    errors: int
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    cost_nano_usd: str
    saved_nano_usd: str
    p50_ms: int | None
    p95_ms: int | None
    p99_ms: int | None


class PartOut(BaseModel):
    """`id` is empty for what belongs to none; `name` is the id where nobody has it any more."""

    id: str
    name: str
    now: FiguresOut
    before: FiguresOut


class ForecastOut(BaseModel):
    """Of this month (UTC): what was spent until now, and what will be by the end of `ends`."""

    spent_nano_usd: str
    at_end_nano_usd: str
    ends: date


class AnalysisOut(BaseModel):
    """`before` is of as many days, up to the day before `first`."""

    first: date
    last: date
    before_first: date
    before_last: date
    now: FiguresOut
    before: FiguresOut
    parts: list[PartOut]
    forecast: ForecastOut


class WantedAnalysis(BaseModel):
    """Both days (UTC) are included."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    by: Dimension = "model"
    first: date = Field(alias="from")
    last: date = Field(alias="to")


class WantedExport(WantedAnalysis):
    format: Literal["csv", "json"] = "csv"


def _figures(totals: Totals) -> FiguresOut:
    return FiguresOut(
        requests=totals.requests,
        errors=totals.errors,
        input_tokens=totals.input_tokens,
        cached_tokens=totals.cached_tokens,
        output_tokens=totals.output_tokens,
        cost_nano_usd=str(totals.cost),
        saved_nano_usd=str(totals.saved),
        p50_ms=totals.latencies.within_ms(500),
        p95_ms=totals.latencies.within_ms(950),
        p99_ms=totals.latencies.within_ms(990),
    )


def _part(part: Part) -> PartOut:
    return PartOut(id=part.id, name=part.name, now=_figures(part.now), before=_figures(part.before))


def _out(found: Analysis) -> AnalysisOut:
    return AnalysisOut(
        first=found.first,
        last=found.last,
        before_first=found.before_first,
        before_last=found.before_last,
        now=_figures(found.now),
        before=_figures(found.before),
        parts=[_part(each) for each in found.parts],
        forecast=ForecastOut(
            spent_nano_usd=str(found.forecast.spent),
            at_end_nano_usd=str(found.forecast.at_end),
            ends=found.forecast.ends,
        ),
    )


@router.get("", operation_id="analyse")
async def analyse(
    caller: Caller, use: UseCases, wanted: Annotated[WantedAnalysis, Query()]
) -> AnalysisOut:
    return _out(await use.analyse(wanted.by, wanted.first, wanted.last, by=caller))


@router.get("/export", operation_id="exportAnalysis", response_class=Response)
@audited("usage")
async def export_analysis(
    caller: Caller, use: UseCases, note: Noted, wanted: Annotated[WantedExport, Query()]
) -> Response:
    """As one file: CSV that no spreadsheet takes for formulas, or JSON."""
    note.say(**wanted.model_dump(mode="json", by_alias=True))
    found = _out(await use.analyse(wanted.by, wanted.first, wanted.last, by=caller))
    match wanted.format:
        case "csv":
            told, kind = "".join(_lines(wanted.by, found)), "text/csv; charset=utf-8"
        case "json":
            told, kind = found.model_dump_json(), "application/json"
        case _:
            assert_never(wanted.format)
    saved = {"content-disposition": f'attachment; filename="usage.{wanted.format}"'}
    return Response(told, media_type=kind, headers=saved)


_FIGURES: Final = tuple(FiguresOut.model_fields)


def _lines(by: Dimension, found: AnalysisOut) -> Iterator[str]:
    """Money stands as whole numbers: a minus before one is no formula's."""
    yield line((by, "name", *_FIGURES, *(f"before_{name}" for name in _FIGURES)))
    for each in found.parts:
        yield line((each.id, each.name, *_cells(each.now), *_cells(each.before)))
    yield line(("", "in all", *_cells(found.now), *_cells(found.before)))


def _cells(figures: FiguresOut) -> Iterator[int | None]:
    for name in _FIGURES:
        value = getattr(figures, name)
        yield None if value is None else int(value)
