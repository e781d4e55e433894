from abc import abstractmethod
from typing import Protocol, TypeVar

Whole = TypeVar("Whole", covariant=True)  # noqa: PLC0105 - it is a prompt


class Unread(Protocol[Whole]):
    """Turns and tools that nobody has had to read yet; `input_tokens` are theirs, estimated."""

    @property
    @abstractmethod
    def input_tokens(self) -> int: ...

    @property
    @abstractmethod
    def calls_tools(self) -> bool:
        """In the turns."""

    @property
    @abstractmethod
    def offers_tools(self) -> bool: ...

    @abstractmethod
    def bare_keys(self) -> tuple[str, ...]:
        """What reasoning of its turns is kept under (`domain.formats.carrying`).

        None of them brings any of its own; nothing where none called a tool.
        """

    @abstractmethod
    def prompt(self) -> Whole:
        """Read them."""
