"""How an administrator likes to look at one of the long tables."""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from domain.errors import Invalid

Table: TypeAlias = Literal["users", "keys", "calls", "audit"]

NAME_LENGTH_MAX: Final = 60
QUERY_LENGTH_MAX: Final = 1_000
FILTERS_MAX: Final = 30
COLUMNS_MAX: Final = 50
COLUMN_LENGTH_MAX: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFilter:
    """`query` is the search part of the page's address, without its question mark."""

    name: str
    query: str

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > NAME_LENGTH_MAX:
            raise Invalid(f"filters: a name has 1 to {NAME_LENGTH_MAX} characters")
        if len(self.query) > QUERY_LENGTH_MAX:
            raise Invalid(f"filters: at most {QUERY_LENGTH_MAX:,} characters")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """`hidden` are columns; `None` is what is usual. Filters have names of their own."""

    hidden: tuple[str, ...] | None = None
    filters: tuple[SavedFilter, ...] = ()

    def __post_init__(self) -> None:
        hidden = self.hidden or ()
        if len(hidden) > COLUMNS_MAX or any(len(each) > COLUMN_LENGTH_MAX for each in hidden):
            raise Invalid("hidden: there are no such columns")
        if len(self.filters) > FILTERS_MAX:
            raise Invalid(f"filters: at most {FILTERS_MAX}")
        if len({each.name for each in self.filters}) < len(self.filters):
            raise Invalid("filters: two have the same name")
