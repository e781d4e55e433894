"""uvloop, taking connections in batches.

libuv takes one new connection a turn of its loop. On a busy loop a burst of callers then waits a
turn for each one before it, and times to the first byte grow to seconds.
"""

import asyncio
import socket
from collections.abc import Callable
from typing import Any, Final, final

import uvloop
from typing_extensions import override

BACKLOG: Final = 4_096
_BATCH_MAX: Final = 128


@final
class _Accepting:
    """Takes what waits on a socket that listens, up to a batch a turn."""

    def __init__(
        self, loop: uvloop.Loop, listening: socket.socket, protocol: Callable[[], Any]
    ) -> None:
        self._loop = loop
        self._listening = listening
        self._protocol = protocol
        self._taking: set[asyncio.Task[Any]] = set()
        self._serving = True
        listening.setblocking(False)
        listening.listen(BACKLOG)
        loop.add_reader(listening.fileno(), self._take)

    @property
    def sockets(self) -> tuple[socket.socket, ...]:
        return (self._listening,) if self._serving else ()

    def is_serving(self) -> bool:
        return self._serving

    def close(self) -> None:
        if self._serving:
            self._serving = False
            self._loop.remove_reader(self._listening.fileno())
            self._listening.close()

    async def wait_closed(self) -> None:
        return

    def _take(self) -> None:
        for _ in range(_BATCH_MAX):
            try:
                taken, _address = self._listening.accept()
            except OSError:  # nobody waits any more, or somebody has given up
                return
            taken.setblocking(False)
            task = self._loop.create_task(self._loop.connect_accepted_socket(self._protocol, taken))
            self._taking.add(task)
            task.add_done_callback(self._taking.discard)


class BatchingLoop(uvloop.Loop):
    """Differs for a service's own socket alone."""

    @override
    async def create_server(
        self, protocol_factory: Any, host: Any = None, port: Any = None, **given: Any
    ) -> Any:
        listening = given.get("sock")
        if listening is None or given.get("ssl") is not None:
            return await super().create_server(protocol_factory, host, port, **given)
        return _Accepting(self, listening, protocol_factory)


def new_event_loop() -> asyncio.AbstractEventLoop:
    return BatchingLoop()
