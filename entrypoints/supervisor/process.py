"""One child process: leader of its own group, ended by the kernel when its parent is."""

import asyncio
import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from entrypoints.supervisor.account import Account

_SET_PARENT_DEATH_SIGNAL = 1
_libc = ctypes.CDLL(None, use_errno=True)


def started_at(pid: int) -> int | None:
    """Start time of a process in clock ticks since boot: with the pid, its identity."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    state, *fields = stat.rpartition(")")[2].split()
    return None if state in "ZX" else int(fields[18])


def _die_with(parent: int) -> Callable[[], None]:
    def before_exec() -> None:
        _libc.prctl(_SET_PARENT_DEATH_SIGNAL, int(signal.SIGTERM))
        if os.getppid() != parent:  # it died between our fork and the request
            os._exit(1)

    return before_exec


def signal_group(pid: int, number: signal.Signals) -> None:
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    command: tuple[str, ...]
    started_at: int
    _child: subprocess.Popen[bytes] = field(repr=False)

    @classmethod
    def start(
        cls,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        directory: Path,
        log: Path,
        account: Account | None = None,
    ) -> Self:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            child = subprocess.Popen(  # noqa: S603 - commands are built by this package
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=directory,
                env=dict(environment),
                start_new_session=True,
                user=None if account is None else account.uid,
                group=None if account is None else account.gid,
                extra_groups=None if account is None else (),
                preexec_fn=_die_with(os.getpid()),  # noqa: PLW1509 - the supervisor has one thread
            )
        return cls(command=tuple(command), started_at=started_at(child.pid) or 0, _child=child)

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def exit_code(self) -> int | None:
        return self._child.poll()

    async def exited(self) -> int:
        """Wait for the end of the process; the rest of its group does not outlive it."""
        if self.exit_code is None:
            await self._wait_for_exit()
        signal_group(self.pid, signal.SIGKILL)
        return self._child.wait()

    async def _wait_for_exit(self) -> None:
        loop = asyncio.get_running_loop()
        ended = asyncio.Event()
        descriptor = os.pidfd_open(self.pid)
        loop.add_reader(descriptor, ended.set)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(descriptor)
            os.close(descriptor)

    async def stop(self, number: signal.Signals, *, within_s: float) -> int:
        """Ask, wait, then insist."""
        if self.exit_code is None:
            self._child.send_signal(number)
        try:
            async with asyncio.timeout(within_s):
                return await self.exited()
        except TimeoutError:
            signal_group(self.pid, signal.SIGKILL)
            return await self.exited()
