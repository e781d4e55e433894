import time
from datetime import UTC, datetime


def utc_now() -> datetime:
    """Now, to the millisecond: what MongoDB keeps."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def monotonic_s() -> float:
    return time.perf_counter()
