"""Several processes of one service on one port: `python -m entrypoints.serve relay --workers 2`.

They take connections from the same queue of the kernel. One that dies is started again; told to
end, all of them end in order, and then this process does.
"""

import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from types import FrameType
from typing import Final, final

from entrypoints.accepting import BACKLOG

_LOOK_EVERY_S: Final = 0.2
AGAIN_S: Final = 1.0


@final
class Workers:
    """`command` starts one; it is told the socket that listens as `--fd`."""

    def __init__(
        self, command: Sequence[str], *, count: int, host: str, port: int, again_s: float = AGAIN_S
    ) -> None:
        self._command = command
        self._again_s = again_s
        self._count = count
        self._socket = socket.create_server((host, port), backlog=BACKLOG)
        self._running: list[subprocess.Popen[bytes]] = []
        self._ending = False

    def run(self) -> int:
        """Return when all have ended: the first exit code that is not 0, or 0."""
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, self._end)
        self._running = [self._start() for _ in range(self._count)]
        while not self._ending:
            time.sleep(_LOOK_EVERY_S)
            self._start_again()
        codes = [worker.wait() for worker in self._running]
        return next((code for code in codes if code), 0)

    def _start(self) -> subprocess.Popen[bytes]:
        descriptor = self._socket.fileno()
        return subprocess.Popen(  # noqa: S603 - ourselves
            [*self._command, "--fd", str(descriptor)],
            pass_fds=[descriptor],
        )

    def _start_again(self) -> None:
        for number, worker in enumerate(self._running):
            if worker.poll() is not None and not self._ending:
                time.sleep(self._again_s)
                self._running[number] = self._start()

    def _end(self, sig: int, _: FrameType | None) -> None:
        self._ending = True
        for worker in self._running:
            if worker.poll() is None:
                worker.send_signal(sig)
