"""`parley backup` and `parley restore`."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from entrypoints.commands import audit, ledger
from entrypoints.commands.options import Home, settings_of
from entrypoints.problems import Problem
from entrypoints.settings import Settings
from entrypoints.supervisor.plan import stores
from entrypoints.supervisor.record import Record

Result = TypeVar("Result")

Target = Annotated[Path, typer.Argument(help="A directory that is not there yet, or empty.")]
Made = Annotated[Path, typer.Argument(help="A directory that `parley backup` wrote.")]
Opens = Annotated[
    Path | None,
    typer.Option("--passphrase-file", help="A file whose first line seals and opens the archive."),
]


def backup(
    directory: Target,
    passphrase_file: Opens = None,
    with_secrets: Annotated[
        bool, typer.Option("--with-secrets", help="Keep this installation's secrets in it too.")
    ] = False,
    home: Home = None,
) -> None:
    """Write all data to files; services may run meanwhile."""
    from entrypoints import backup as work  # noqa: PLC0415 - the container is slow to import

    settings = settings_of(home)
    manifest = _with_stores(
        settings,
        work.backup(
            settings,
            directory.absolute(),
            told=_tell,
            passphrase=_passphrase(passphrase_file),
            with_secrets=with_secrets,
        ),
    )
    typer.echo(f"{manifest.documents:,} documents, {manifest.size:,} bytes in {directory}")
    if not with_secrets:
        typer.echo(
            "Its secrets are not in it: keep secrets.toml, or what sets them, at another place."
        )


def restore(
    directory: Made,
    yes: Annotated[bool, typer.Option("--yes", help="Replace the data that is there.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Only read the backup, and say whether it is whole.")
    ] = False,
    passphrase_file: Opens = None,
    home: Home = None,
) -> None:
    """Put a backup in the place of all data, and prove it. Parley must not run."""
    from entrypoints import backup as work  # noqa: PLC0415 - the container is slow to import

    place, passphrase = directory.absolute(), _passphrase(passphrase_file)
    if check:
        manifest = work.check(place, passphrase)
        typer.echo(
            f"whole: {manifest.documents:,} documents of {manifest.made_at:%Y-%m-%d %H:%M} UTC"
        )
        return
    settings = settings_of(home)
    if Record(home=settings.home).is_held:
        raise Problem("Parley runs: stop it first")
    done = _with_stores(
        settings,
        work.restore(settings, place, told=_tell, passphrase=passphrase, replace=yes),
    )
    typer.echo(f"{done.documents:,} documents of {done.manifest.made_at:%Y-%m-%d %H:%M} UTC")
    if done.set_aside is not None:
        typer.echo(f"The journal that was there is in {done.set_aside}")
    for line in [*ledger.report(done.books), audit.report(done.acts)]:
        typer.echo(line)
    if not done.is_good:
        raise typer.Exit(1)


def _tell(name: str, documents: int) -> None:
    typer.echo(f"{documents:>10,} {name}")


def _passphrase(file: Path | None) -> str | None:
    if file is None:
        return None
    lines = file.read_text().splitlines()
    if not lines or not lines[0].strip():
        raise Problem(f"{file} has no passphrase in its first line")
    return lines[0].strip()


def _with_stores(settings: Settings, work: Coroutine[None, None, Result]) -> Result:
    """Where Parley does not run its embedded stores are started for it alone."""

    async def run() -> Result:
        async with _running_stores(settings):
            return await work

    runs = Record(home=settings.home).is_held
    with nullcontext() if runs else Record(home=settings.home).held():
        return asyncio.run(run() if not runs else work)


@asynccontextmanager
async def _running_stores(settings: Settings) -> AsyncGenerator[None]:
    logs = settings.home / "logs"
    async with AsyncExitStack() as closing:
        for part in stores(settings):
            process = await part.start(logs)
            closing.push_async_callback(part.stop, process)
        yield
