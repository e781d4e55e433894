from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import final

from typing_extensions import override

from application.ports.clock import Clock
from application.ports.minute_counts import MinuteCounts, Traffic
from domain.transactions.transaction import Transaction

_Way = tuple[str, str]


@final
class MemoryMinuteCounts(MinuteCounts):
    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._calls: dict[int, Counter[_Way]] = {}
        self._errors: dict[int, Counter[_Way]] = {}

    @override
    async def add(self, rows: Sequence[Transaction]) -> None:
        minute = _minute(self._clock())
        for row in rows:
            if row.outcome == "refused":
                continue
            way = (row.model, row.provider)
            self._calls.setdefault(minute, Counter())[way] += 1
            self._errors.setdefault(minute, Counter())[way] += row.outcome == "error"

    @override
    async def of_last(self, minutes: int) -> Sequence[Traffic]:
        last = _minute(self._clock())
        calls, errors = Counter[_Way](), Counter[_Way]()
        for minute in range(last - minutes + 1, last + 1):
            calls += self._calls.get(minute, Counter())
            errors += self._errors.get(minute, Counter())
        return [
            Traffic(model=model, provider=provider, calls=count, errors=errors[model, provider])
            for (model, provider), count in calls.items()
        ]


def _minute(at: datetime) -> int:
    return int(at.timestamp()) // 60
