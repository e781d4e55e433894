"""`parley restart --rolling`: asks the supervisor, and tells what it does."""

import os
import signal
import time
from typing import Annotated, Final

import typer

from entrypoints.commands.options import Home, settings_of
from entrypoints.problems import Problem
from entrypoints.supervisor.record import Record, Rolling

_LOOK_EVERY_S: Final = 0.1
_HEARD_WITHIN_S: Final = 10.0


def restart(
    rolling: Annotated[
        bool, typer.Option("--rolling", help="One instance after the other, without a gap.")
    ] = False,
    home: Home = None,
) -> None:
    """Start the services anew while the others serve, and without cutting a stream."""
    if not rolling:
        raise Problem("say --rolling; to restart everything press Ctrl-C and run `parley up` again")
    settings = settings_of(home)
    record = Record(home=settings.home)
    supervisor = record.supervisor
    if supervisor is None:
        raise Problem(f"Parley does not run in {settings.home}: start it with `parley up`")
    before = record.rolling()
    if before is None or before.state != "running":
        os.kill(supervisor, signal.SIGUSR1)
    last = _follow(record, before)
    if last.state == "failed":
        raise Problem("the rolling restart stopped there; see `parley status` and `parley logs`")


def _follow(record: Record, before: Rolling | None) -> Rolling:
    told, began = 0, time.monotonic()
    while True:
        now = record.rolling()
        is_new = now is not None and (before is None or now != before)
        if now is not None and (is_new or now.state == "running"):
            for line in now.lines[told:]:
                typer.echo(line)
            told = len(now.lines)
            if now.state != "running":
                return now
        elif time.monotonic() - began > _HEARD_WITHIN_S:
            raise Problem("the supervisor does not answer: is it of an older version?")
        if not record.is_held:
            raise Problem("Parley was stopped meanwhile")
        time.sleep(_LOOK_EVERY_S)
