"""Pages by key: a cursor names the last row seen, so that rows may come and go between pages."""

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, TypeVar

from pydantic import AwareDatetime, TypeAdapter

from adapters.outbound.mongo.driver import Collection, Document, Filter
from adapters.outbound.mongo.failures import mongo_errors
from domain.errors import Invalid
from domain.json import write
from domain.paging import LIMIT_MAX, Page

Item = TypeVar("Item")

_CURSOR: Final[TypeAdapter[tuple[AwareDatetime, str]]] = TypeAdapter(tuple[AwareDatetime, str])


async def newest_first(
    collection: Collection,
    filter: Filter,
    *,
    by: str,
    cursor: str | None,
    limit: int,
    read_row: Callable[[Document], Item],
) -> Page[Item]:
    """A page of what `filter` finds, by the time field `by` and the id, both descending."""
    size = min(max(limit, 1), LIMIT_MAX)
    wanted = dict(filter) if cursor is None else {**filter, **_before(by, cursor)}
    with mongo_errors():
        found = collection.find(wanted).sort([(by, -1), ("_id", -1)]).limit(size + 1)
        documents = await found.to_list(size + 1)
    shown = documents[:size]
    next_cursor = _cursor(shown, by) if len(documents) > size else None
    return Page(items=tuple(read_row(each) for each in shown), next_cursor=next_cursor)


def _before(by: str, cursor: str) -> Document:
    moment, last = _read_cursor(cursor)
    return {"$or": [{by: {"$lt": moment}}, {by: moment, "_id": {"$lt": last}}]}


def _cursor(shown: Sequence[Document], by: str) -> str:
    last = shown[-1]
    moment: datetime = last[by]
    return base64.urlsafe_b64encode(write([moment.isoformat(), last["_id"]]).encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, str]:
    try:
        moment, last = _CURSOR.validate_json(base64.urlsafe_b64decode(cursor.encode()))
    except (binascii.Error, ValueError):
        raise Invalid("this cursor came from no page") from None
    return moment, last
