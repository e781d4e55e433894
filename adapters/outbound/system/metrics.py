"""What operators see of the work that no request shows."""

from typing import Final

from prometheus_client import Counter, Gauge

_ALONE: Final = Gauge(
    "parley_limits_counted_alone", "1 while limits are a local share, since Redis is away"
)
_TIMES: Final = Counter("parley_limits_times_alone_total", "How often that began")


def count_alone(alone: bool) -> None:
    _ALONE.set(alone)
    if alone:
        _TIMES.inc()
