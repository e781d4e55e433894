"""How the caller likes to look at the long tables."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.admin.use_cases import Caller, UseCases
from domain.accounts.table_view import SavedFilter, Table, TableView

router = APIRouter(prefix="/admin/api/me/views", tags=["account"])


class FilterBody(BaseModel):
    """`query` is the search part of the page's address."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: Annotated[str, Field(max_length=200)]
    query: Annotated[str, Field(max_length=2_000)]


class ViewBody(BaseModel):
    """Without `hidden` the usual columns are shown."""

    model_config = ConfigDict(extra="forbid", strict=True)

    hidden: Annotated[list[str], Field(max_length=100)] | None = None
    filters: Annotated[list[FilterBody], Field(max_length=100)] = []


class ViewsOut(BaseModel):
    """Of the tables that something was saved of."""

    tables: dict[Table, ViewBody]


def _out(view: TableView) -> ViewBody:
    return ViewBody(
        hidden=None if view.hidden is None else list(view.hidden),
        filters=[FilterBody(name=each.name, query=each.query) for each in view.filters],
    )


def _view(body: ViewBody) -> TableView:
    """Raises `Invalid`."""
    return TableView(
        hidden=None if body.hidden is None else tuple(body.hidden),
        filters=tuple(SavedFilter(name=each.name, query=each.query) for each in body.filters),
    )


@router.get("", operation_id="readViews")
async def read_views(caller: Caller, use: UseCases) -> ViewsOut:
    found = await use.table_views.read(by=caller)
    return ViewsOut(tables={table: _out(view) for table, view in found.items()})


@router.put("/{table}", operation_id="saveView")
async def save_view(table: Table, body: ViewBody, caller: Caller, use: UseCases) -> ViewBody:
    return _out(await use.table_views.save(table, _view(body), by=caller))
