from collections.abc import Callable, Sequence
from dataclasses import dataclass

from application.admin.read_system import ReadSystem, VerifyBooks


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldSetting:
    """A setting in effect. Of a secret it is only said whether it is set."""

    name: str
    value: str
    source: str
    is_secret: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemUseCases:
    """`settings` are those of the instance that is asked."""

    read: ReadSystem
    verify_books: VerifyBooks
    settings: Callable[[], Sequence[ToldSetting]]
