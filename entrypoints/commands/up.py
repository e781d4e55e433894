"""`parley up`: everything, until Ctrl-C."""

import asyncio
import errno
import hashlib
import shutil
import signal
import time
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from typing import final
from uuid import uuid4

from rich.console import Console

from entrypoints.commands.screen import Welcome, show_running
from entrypoints.problems import Problem, first_of
from entrypoints.settings import Settings
from entrypoints.supervisor import logs
from entrypoints.supervisor.gateway import GATEWAY_PORTS
from entrypoints.supervisor.part import Part
from entrypoints.supervisor.plan import (
    foundation,
    instance_ports,
    model_parts,
    required_directories,
    services,
)
from entrypoints.supervisor.ports import require_free
from entrypoints.supervisor.record import Record, Rolling
from entrypoints.supervisor.rolling import RollingRestart
from entrypoints.supervisor.supervision import Supervision

FREE_BYTES_MIN = 300 * 1024 * 1024
FirstAccounts = tuple[tuple[str, str] | None, str | None]
console = Console(highlight=False)


def up(settings: Settings, given: Mapping[str, str]) -> None:
    _room(settings)
    record = Record(home=settings.home)
    with record.held():
        logs.rotate(settings.home / "logs")
        asyncio.run(_run(settings, given, record))


def _room(settings: Settings) -> None:
    try:
        for place in (settings.home, settings.home / "logs", settings.home / "run"):
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Problem(f"cannot create {settings.home}: {error.strerror}") from error
    if shutil.disk_usage(settings.home).free < FREE_BYTES_MIN:
        raise Problem(
            f"the disk of {settings.home} is full ({errno.errorcode[errno.ENOSPC]}):"
            " free 300 MB, or move the data with --home"
        )
    for directory in required_directories():
        if not directory.is_dir():
            raise Problem(f"{directory} is not built: run `make build`")


async def _run(settings: Settings, given: Mapping[str, str], record: Record) -> None:
    began = time.monotonic()
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)  # until there is something to restart
    orphans = await record.end_orphans()
    if orphans:
        console.print(f"[yellow]•[/] ended what an earlier run left: {', '.join(orphans)}")
    ports = instance_ports(settings)
    stages = (
        foundation(settings, ports),
        model_parts(settings),
        services(settings, ports, given),
    )
    for part in (part for stage in stages for part in stage):
        _require_free(part)
    supervision = Supervision(
        record=record,
        logs=settings.home / "logs",
        say=lambda line: console.print(f"[green]•[/] {line}", soft_wrap=True),
    )
    asked = _signals(supervision)
    rolling = _Rolling(
        record, RollingRestart(settings=settings, ports=ports, supervision=supervision)
    )
    try:
        await _unless(asked, _start(settings, supervision, stages, began))
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, rolling.begin)
        await asked.wait()
    finally:
        await rolling.end()
        console.print("Stopping. Streams may finish; Ctrl-C again cuts them.")
        await supervision.stop()


async def _start(
    settings: Settings,
    supervision: Supervision,
    stages: tuple[list[Part], list[Part], list[Part]],
    began: float,
) -> None:
    below, model, above = stages
    try:
        async with asyncio.TaskGroup() as group:
            # Begun in this order, ended in the reverse.
            accounts = group.create_task(_serve(settings, supervision, below, above))
            # It needs no store and takes longest; the services do not wait for it.
            group.create_task(supervision.start(model))
    except ExceptionGroup as problems:
        raise first_of(problems) from None
    seconds = time.monotonic() - began
    show_running(console, settings, supervision.states, Welcome(*accounts.result(), seconds))


async def _serve(
    settings: Settings, supervision: Supervision, below: list[Part], above: list[Part]
) -> FirstAccounts:
    await supervision.start(below)
    if not (settings.embedded_mongo and settings.embedded_redis):
        from entrypoints import bootstrap  # noqa: PLC0415 - slow to import

        await bootstrap.require_stores(settings)
    accounts = await _first_accounts(settings)
    await supervision.start(above)
    return accounts


async def _first_accounts(settings: Settings) -> FirstAccounts:
    """Once a store: a mark beside the data spares later starts the import and the questions."""
    store = settings.mongo_connection_url.get_secret_value()
    mark, fingerprint = settings.home / "welcomed", hashlib.sha256(store.encode()).hexdigest()
    if mark.exists() and mark.read_text() == fingerprint:
        return None, None
    from entrypoints import bootstrap  # noqa: PLC0415 - the container takes seconds to import

    made = await bootstrap.first_administrator(settings), await bootstrap.first_relay_key(settings)
    mark.write_text(fingerprint)
    return made


@final
class _Rolling:
    """At most one rolling restart at a time; whoever asked reads in the record how it goes."""

    def __init__(self, record: Record, restart: RollingRestart) -> None:
        self._record = record
        self._restart = restart
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    async def end(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})

    async def _run(self) -> None:
        rolling = Rolling(id=uuid4().hex, state="running", lines=[])
        self._record.note_rolling(rolling)

        def say(line: str) -> None:
            console.print(f"[green]•[/] {line}", soft_wrap=True)
            rolling.lines.append(line)
            self._record.note_rolling(rolling)

        try:
            await self._restart(say)
        except Problem as problem:
            say(str(problem))
            self._record.note_rolling(replace(rolling, state="failed"))
        except asyncio.CancelledError:
            self._record.note_rolling(replace(rolling, state="failed"))
            raise
        else:
            self._record.note_rolling(replace(rolling, state="done"))


def _require_free(part: Part) -> None:
    names = GATEWAY_PORTS if part.name == "nginx" else (part.name,)
    for name, port in zip(names, part.ports, strict=True):
        setting = f"PARLEY_{name.upper().replace('-', '_')}_PORT"
        require_free(port, host=part.host, label=part.label, setting=setting)


def _signals(supervision: Supervision) -> asyncio.Event:
    """Take the first signal as a wish to stop, the next as a wish to stop now."""
    asked = asyncio.Event()

    def receive() -> None:
        if asked.is_set():
            supervision.hurry()
        asked.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, receive)
    return asked


async def _unless(asked: asyncio.Event, work: Coroutine[None, None, None]) -> None:
    """Wait for the work; stop it when somebody asks to stop."""
    task = asyncio.create_task(work)
    wish = asyncio.create_task(asked.wait())
    await asyncio.wait({task, wish}, return_when=asyncio.FIRST_COMPLETED)
    wish.cancel()
    if task.done():
        task.result()
        return
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
