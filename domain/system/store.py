"""A store, as somebody who has just asked it saw it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreState:
    """`problem` says why it does not answer; what is not known then is `None`.

    `bytes_max` is where it takes no more; `None` where it says no such limit.
    """

    name: str
    is_embedded: bool
    version: str | None = None
    latency_ms: float | None = None
    size: int | None = None
    bytes_max: int | None = None
    problem: str | None = None
