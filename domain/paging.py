"""Pages of a long list, one after another by an opaque cursor."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Item_co = TypeVar("Item_co", covariant=True)

LIMIT_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Item_co]):
    """`next_cursor` is `None` on the last page."""

    items: tuple[Item_co, ...]
    next_cursor: str | None = None
