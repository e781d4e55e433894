"""Versioned rows and pages, kept in this process."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from domain.errors import Conflict, Invalid, NotFound
from domain.paging import LIMIT_MAX, Page


class VersionedRow(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def id(self) -> str: ...

    @property
    def version(self) -> int: ...


Row = TypeVar("Row", bound=VersionedRow)
Item = TypeVar("Item")


class VersionedRows(Generic[Row]):
    def __init__(self, *, noun: str) -> None:
        self._by_id: dict[str, Row] = {}
        self._noun = noun

    def all(self) -> tuple[Row, ...]:
        return tuple(self._by_id.values())

    def add(self, row: Row) -> Row:
        if row.id in self._by_id:
            raise Conflict(f"{self._noun} {row.id!r} is there already")
        return self.put(replace(row, version=1))

    def get(self, id: str) -> Row:
        try:
            return self._by_id[id]
        except KeyError:
            raise NotFound(f"no {self._noun} {id!r}") from None

    def save(self, row: Row) -> Row:
        stored = self._by_id.get(row.id)
        if stored is None or stored.version != row.version:
            raise Conflict(f"{self._noun} {row.id!r} has changed")
        return self.put(replace(row, version=row.version + 1))

    def put(self, row: Row) -> Row:
        self._by_id[row.id] = row
        return row

    def remove(self, id: str) -> None:
        self._by_id.pop(id, None)

    def remove_all(self, is_one: Callable[[Row], bool]) -> set[str]:
        """Return the ids of those that were there."""
        gone = {row.id for row in self.all() if is_one(row)}
        for each in gone:
            self.remove(each)
        return gone


def newest_first(
    items: Iterable[Item],
    *,
    key: Callable[[Item], tuple[datetime, str]],
    cursor: str | None,
    limit: int,
) -> Page[Item]:
    """The cursor names the last item seen, by time and id."""
    size = min(max(limit, 1), LIMIT_MAX)
    last = None if cursor is None else _read(cursor)
    rest = sorted((each for each in items if last is None or key(each) < last), key=key)
    shown = tuple(reversed(rest[-size:]))
    more = len(rest) > size
    return Page(items=shown, next_cursor=_write(key(shown[-1])) if more else None)


def _write(place: tuple[datetime, str]) -> str:
    return f"{place[0].isoformat()} {place[1]}"


def _read(cursor: str) -> tuple[datetime, str]:
    moment, _, last = cursor.partition(" ")
    try:
        return datetime.fromisoformat(moment), last
    except ValueError:
        raise Invalid("this cursor came from no page") from None
