from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Final, final

from typing_extensions import override

from application.ports.clock import Clock
from application.ports.response_cache import BYTES_MAX, CachedResponse, ResponseCache

_KEPT_MAX: Final = 1_000


@final
class MemoryResponseCache(ResponseCache):
    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._kept: OrderedDict[tuple[str, str], tuple[datetime, CachedResponse]] = OrderedDict()

    @override
    async def get(self, name: str, *, owner: str) -> CachedResponse | None:
        until, response = self._kept.get((owner, name), (None, None))
        return response if until is not None and self._clock() < until else None

    @override
    async def put(
        self, name: str, response: CachedResponse, *, owner: str, lasting: timedelta
    ) -> None:
        if sum(map(len, response.pieces)) > BYTES_MAX:
            return
        self._kept[owner, name] = (self._clock() + lasting, response)
        self._kept.move_to_end((owner, name))
        if len(self._kept) > _KEPT_MAX:
            self._kept.popitem(last=False)
