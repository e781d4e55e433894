from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

End = Literal["finished", "time", "memory", "output"]
"""`finished` by itself, else what there was too much of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFile:
    """`name` is a path below the folder in which the code runs."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RanCode:
    """`exit` is the status, negative for a signal, `None` for what was ended before.

    `files` are those that it made or changed; `left_out` counts those beyond the limits. `is_cut`:
    it said more than is here.
    """

    end: End
    exit: int | None
    stdout: str
    stderr: str
    is_cut: bool = False
    files: tuple[CodeFile, ...] = ()
    left_out: int = 0


class CodeRunner(Protocol):
    """Runs Python that nobody has read, where it can do nothing but reckon and write files."""

    @abstractmethod
    async def refusal(self) -> str | None:
        """Why nothing can run here, `None` where it can. Looked at once."""

    @abstractmethod
    async def run(self, code: str, files: Sequence[CodeFile] = ()) -> RanCode:
        """Run it beside these files.

        Raise `Unavailable` where it cannot be kept apart, or too much runs. Cancelling ends it.
        """
