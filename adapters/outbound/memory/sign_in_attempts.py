from datetime import datetime, timedelta
from typing import Final, final

from typing_extensions import override

from application.ports.clock import Clock
from application.ports.sign_in_attempts import SignInAttempts

_QUIET: Final = timedelta(minutes=15)
_FREE: Final = 5
_DELAY_MAX_S: Final = 900


@final
class MemorySignInAttempts(SignInAttempts):
    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._failures: dict[str, tuple[int, datetime]] = {}

    @override
    async def failed(self, who: str) -> None:
        self._failures[who] = (self._count(who) + 1, self._clock())

    @override
    async def wait_s(self, who: str) -> int:
        count = self._count(who)
        if count < _FREE:
            return 0
        _, last = self._failures[who]
        delay = min(2.0 ** (count - _FREE + 1), _DELAY_MAX_S)
        return max(0, round(delay - (self._clock() - last).total_seconds()))

    @override
    async def clear(self, who: str) -> None:
        self._failures.pop(who, None)

    def _count(self, who: str) -> int:
        count, last = self._failures.get(who, (0, self._clock()))
        return 0 if self._clock() - last >= _QUIET else count
