from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

BYTES_MAX: Final = 5 * 1024 * 1024
TIME_MAX_S: Final = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WebRequest:
    """`redirects` is how many are followed, each looked at like the first address.

    A request with credentials follows none: they are for the place that they were given for.
    """

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes | None = None
    redirects: int = 0
    bytes_max: int = BYTES_MAX
    time_max_s: float = TIME_MAX_S


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAnswer:
    """`url` is where it came from in the end; names of `headers` are lower-case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    is_cut: bool = False

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Egress(Protocol):
    """The one way out to addresses that people and models choose."""

    @abstractmethod
    async def send(self, request: WebRequest) -> WebAnswer:
        """Send, and return the answer, whatever its status; cut after `bytes_max`.

        Raise `Invalid` for what tools may not reach, with the same words as where nothing
        answers, and for headers that are none.
        """
